using Google.Protobuf;

namespace Bench.Assets.Onnx;

/// <summary>TensorProto: constants of a model.</summary>
/// <param name="Dimensions">Empty for a single number.</param>
/// <param name="Values">As many as the dimensions make, the last dimension innermost; null for other types than float.</param>
internal sealed record OnnxTensor(string Name, IReadOnlyList<int> Dimensions, float[]? Values)
{
    private const int Float = 1;

    /// <exception cref="InvalidDataException">Malformed.</exception>
    /// <exception cref="InvalidProtocolBufferException">Malformed.</exception>
    public static OnnxTensor Read(ByteString message)
    {
        string name = "";
        int type = 0;
        List<int> dimensions = [];
        ByteString? raw = null;
        using CodedInputStream input = message.CreateCodedInput();
        for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1:
                    foreach (long size in OnnxGraph.ReadIntegers(input, tag))
                        dimensions.Add(size is >= 0 and <= int.MaxValue ? (int)size : throw new InvalidDataException("the model is damaged (dimensions)"));
                    break;
                case 2:
                    type = input.ReadInt32();
                    break;
                case 8:
                    name = input.ReadString();
                    break;
                case 9:
                    raw = input.ReadBytes();
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        return new OnnxTensor(name, dimensions, type == Float && raw is not null ? ToFloats(raw.Span, dimensions) : null);
    }

    private static float[] ToFloats(ReadOnlySpan<byte> raw, List<int> dimensions)
    {
        Int128 count = 1;
        foreach (int size in dimensions)
            if ((count *= size) > raw.Length)
                break;
        if (count * sizeof(float) != raw.Length)
            throw new InvalidDataException("the model is damaged (dimensions)");
        float[] values = new float[raw.Length / sizeof(float)];
        for (int i = 0; i < values.Length; i++)
            values[i] = System.Buffers.Binary.BinaryPrimitives.ReadSingleLittleEndian(raw[(i * sizeof(float))..]);
        return values;
    }
}
