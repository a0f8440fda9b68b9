using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Bench.Workloads;

/// <summary>Reads blazeface.bin from its beginning to its end.</summary>
/// <remarks>Little-endian: "BZF1", length and CRC-32 of the rest, then sizes (int32) and weights (float32) in the order of execution, weights by window row, window column, input and output.</remarks>
internal ref struct BlazeFaceReader
{
    private const int HeaderLength = 12;

    private ReadOnlySpan<byte> _rest;

    /// <exception cref="InvalidDataException">Another file, or a damaged one.</exception>
    public BlazeFaceReader(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderLength || !file.StartsWith("BZF1"u8))
            throw new InvalidDataException("not a BlazeFace model");
        _rest = file[HeaderLength..];
        if (BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) != _rest.Length)
            throw new InvalidDataException("the model is damaged (length)");
        if (BinaryPrimitives.ReadUInt32LittleEndian(file[8..]) != Crc32.Of(_rest))
            throw new InvalidDataException("the model is damaged (checksum)");
    }

    /// <exception cref="InvalidDataException">The network has other sizes: only one is known.</exception>
    public void Expect(params ReadOnlySpan<int> sizes)
    {
        foreach (int size in sizes)
            if (BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int))) != size)
                throw Another();
    }

    /// <exception cref="InvalidDataException">There is more than the network has.</exception>
    public readonly void ExpectEnd()
    {
        if (!_rest.IsEmpty)
            throw Another();
    }

    /// <param name="inputs">Of the whole window.</param>
    public void Read(Convolution convolution, int inputs)
    {
        convolution.SetWeights(TakeFloats(inputs * convolution.Outputs));
        TakeFloats(convolution.Outputs).CopyTo(convolution.Bias);
    }

    public void Read(DepthwiseConvolution convolution, int channels)
    {
        convolution.SetWeights(TakeFloats(9 * channels));
        TakeFloats(channels).CopyTo(convolution.Bias);
    }

    private ReadOnlySpan<float> TakeFloats(int count)
    {
        ReadOnlySpan<byte> bytes = Take(count * sizeof(float));
        if (BitConverter.IsLittleEndian)
            return MemoryMarshal.Cast<byte, float>(bytes);
        float[] floats = new float[count];
        for (int i = 0; i < count; i++)
            floats[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
        return floats;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length)
            throw Another();
        ReadOnlySpan<byte> taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    private static InvalidDataException Another() => new("another model than BlazeFace");
}
