using System.Buffers.Binary;
using Google.Protobuf;

namespace Bench.Tests;

/// <summary>ONNX files with nothing but convolutions.</summary>
internal static class OnnxFile
{
    /// <param name="Shape">Outputs, inputs, rows and columns of the window.</param>
    internal sealed record Convolution(int[] Shape, bool HasBias = true, int Stride = 1, bool Packed = false);

    /// <summary>Weights and biases count up from 0 through the whole file.</summary>
    internal static byte[] Of(params IEnumerable<Convolution> convolutions)
    {
        float next = 0;
        byte[] graph = Message(output =>
        {
            int i = 0;
            foreach (Convolution one in convolutions)
            {
                string weights = $"w{i}", bias = $"b{i++}";
                Field(output, 5, Tensor(weights, one.Shape, ref next, one.Packed));
                if (one.HasBias)
                    Field(output, 5, Tensor(bias, [one.Shape[0]], ref next, one.Packed));
                Field(output, 1, Message(node =>
                {
                    foreach (string input in (string[])["x", weights, .. one.HasBias ? [bias] : Array.Empty<string>()])
                        Text(node, 1, input);
                    Text(node, 4, "Conv");
                    Field(node, 5, Message(attribute =>
                    {
                        Text(attribute, 1, "strides");
                        attribute.WriteTag(8, WireFormat.WireType.Varint);
                        attribute.WriteInt64(one.Stride);
                        attribute.WriteTag(8, WireFormat.WireType.Varint);
                        attribute.WriteInt64(one.Stride);
                    }));
                }));
            }
        });
        return Message(output =>
        {
            output.WriteTag(1, WireFormat.WireType.Varint);
            output.WriteInt64(7);
            Field(output, 7, graph);
        });
    }

    private static byte[] Tensor(string name, int[] shape, ref float next, bool packed)
    {
        byte[] raw = new byte[shape.Aggregate(sizeof(float), static (product, size) => product * size)];
        for (int i = 0; i < raw.Length; i += sizeof(float))
            BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(i), next++);
        return Message(output =>
        {
            if (packed)
                Field(output, 1, Message(sizes => Array.ForEach(shape, size => sizes.WriteInt64(size))));
            else
                foreach (int size in shape)
                {
                    output.WriteTag(1, WireFormat.WireType.Varint);
                    output.WriteInt64(size);
                }
            output.WriteTag(2, WireFormat.WireType.Varint);
            output.WriteInt32(1);
            Text(output, 8, name);
            Field(output, 9, raw);
        });
    }

    private static void Text(CodedOutputStream output, int field, string text)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(text);
    }

    private static void Field(CodedOutputStream output, int field, byte[] bytes)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(bytes));
    }

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using MemoryStream bytes = new();
        using (CodedOutputStream output = new(bytes, leaveOpen: true))
            write(output);
        return bytes.ToArray();
    }
}
