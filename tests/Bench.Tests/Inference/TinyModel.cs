using System.Text;

namespace Bench.Tests;

/// <summary>ONNX files of a single operator, written by hand.</summary>
/// <remarks>Source: onnx.proto, messages ModelProto, GraphProto, NodeProto, ValueInfoProto and those inside.</remarks>
internal static class TinyModel
{
    private const int Float = 1;

    /// <summary>y = operator(x, …) on numbers of 32 bits.</summary>
    /// <param name="shape">Of all tensors; -1 for a dimension that is known when the model runs.</param>
    internal static byte[] Of(string operation, IReadOnlyList<string> inputs, params long[] shape) =>
    [
        .. Number(1, 7),
        .. Message(7, [
            .. Message(1, [.. inputs.SelectMany(static name => Text(1, name)), .. Text(2, "y"), .. Text(4, operation)]),
            .. Text(2, "graph"), .. inputs.SelectMany(name => Message(11, Tensor(name, shape))), .. Message(12, Tensor("y", shape))]),
        .. Message(8, [.. Text(1, ""), .. Number(2, 12)]),
    ];

    private static byte[] Tensor(string name, long[] shape) =>
        [.. Text(1, name), .. Message(2, Message(1, [.. Number(1, Float), .. Message(2, [.. shape.SelectMany(static one => Message(1, one < 0 ? Text(2, "n") : Number(1, one)))])]))];

    private static byte[] Number(int field, long value) => [.. VarInt(field << 3), .. VarInt(value)];

    private static byte[] Text(int field, string text) => Message(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Message(int field, byte[] content) => [.. VarInt((field << 3) | 2), .. VarInt(content.Length), .. content];

    private static byte[] VarInt(long value)
    {
        List<byte> bytes = [];
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        return [.. bytes, (byte)value];
    }
}
