using System.Buffers.Binary;

namespace Bench.Inference;

/// <summary>A guest's <c>tensor</c>: 20 bytes with the addresses of its dimensions and of its data, everything checked before it is believed.</summary>
/// <remarks>Source: wasi_ephemeral_nn.witx, record <c>tensor</c> and enum <c>tensor_type</c>.</remarks>
internal readonly ref struct NnTensor
{
    private const int RecordBytes = 20;
    private const int MostDimensions = 8;

    internal OnnxElement Element { get; private init; }
    internal ReadOnlySpan<long> Shape { get; private init; }
    internal ReadOnlySpan<byte> Data { get; private init; }

    /// <param name="shape">Room for the dimensions.</param>
    internal static NnError Read(IGuestMemory memory, uint address, Span<long> shape, out NnTensor tensor)
    {
        tensor = default;
        if (!memory.TryMemory(address, RecordBytes, out Span<byte> record))
            return NnError.InvalidArgument;
        uint dimensionsAt = Word(record), rank = Word(record[4..]), dataAt = Word(record[12..]), length = Word(record[16..]);
        if (ElementOf(record[8]) is not OnnxElement element)
            return NnError.InvalidArgument;
        if (rank > MostDimensions)
            return NnError.TooLarge;
        if (!memory.TryMemory(dimensionsAt, rank * sizeof(uint), out Span<byte> dimensions) || !memory.TryMemory(dataAt, length, out Span<byte> data))
            return NnError.InvalidArgument;
        for (int i = 0; i < (int)rank; i++)
            shape[i] = Word(dimensions[(i * sizeof(uint))..]);
        tensor = new NnTensor { Element = element, Shape = shape[..(int)rank], Data = data };
        return OnnxElements.BytesOf(element, tensor.Shape) == data.Length ? NnError.Success : NnError.InvalidArgument;
    }

    internal static long[] NewShape() => new long[MostDimensions];

    private static uint Word(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static OnnxElement? ElementOf(byte type) => type switch
    {
        0 => OnnxElement.F16,
        1 => OnnxElement.F32,
        2 => OnnxElement.F64,
        3 => OnnxElement.U8,
        4 => OnnxElement.I32,
        5 => OnnxElement.I64,
        _ => null,
    };
}
