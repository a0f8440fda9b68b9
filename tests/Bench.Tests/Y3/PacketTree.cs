using Bench.Y3;

namespace Bench.Tests;

/// <summary>A packet as people write it down: a node with its packets, or a value with its type.</summary>
internal sealed record PacketTree
{
    /// <summary>Two hexadecimal digits.</summary>
    public required string Tag { get; init; }

    /// <summary><c>int32</c>, <c>uint32</c>, <c>int64</c>, <c>uint64</c>, <c>float32</c>, <c>float64</c>, <c>bool</c>, <c>string</c> or <c>bytes</c>.</summary>
    public string? Type { get; init; }

    public string? Value { get; init; }

    /// <summary>Only of a node. One without packets is empty.</summary>
    public PacketTree[]? Packets { get; init; }

    internal Y3Tag Y3Tag => new(Convert.ToByte(Tag, 16));

    internal static void WriteAll(ref Y3Writer writer, IEnumerable<PacketTree> packets)
    {
        foreach (PacketTree packet in packets)
            packet.Write(ref writer);
    }

    /// <summary>Every packet before those inside it, and these before those that follow it.</summary>
    internal static IEnumerable<PacketTree> Flat(IEnumerable<PacketTree> packets) =>
        packets.SelectMany(static packet => Flat(packet.Packets ?? []).Prepend(packet));

    internal static byte[] Encoded(IReadOnlyList<PacketTree> packets, Y3Options? options = null)
    {
        byte[] bytes = new byte[4096];
        while (true)
        {
            Y3Writer writer = new(bytes, options);
            WriteAll(ref writer, packets);
            if (writer.Finish() == System.Buffers.OperationStatus.Done)
                return bytes[..(int)writer.Written];
            bytes = new byte[2 * bytes.Length];
        }
    }

    private void Write(ref Y3Writer writer)
    {
        Y3Tag tag = Y3Tag;
        if (tag.IsNode)
        {
            Y3Scope scope = writer.Begin(tag);
            WriteAll(ref writer, Packets ?? []);
            writer.End(scope);
            return;
        }
        switch (Type)
        {
            case "int32": writer.WriteInt32(tag.Id, int.Parse(Value!)); break;
            case "uint32": writer.WriteUInt32(tag.Id, uint.Parse(Value!)); break;
            case "int64": writer.WriteInt64(tag.Id, long.Parse(Value!)); break;
            case "uint64": writer.WriteUInt64(tag.Id, ulong.Parse(Value!)); break;
            case "float32": writer.WriteSingle(tag.Id, float.Parse(Value!)); break;
            case "float64": writer.WriteDouble(tag.Id, double.Parse(Value!)); break;
            case "bool": writer.WriteBool(tag.Id, bool.Parse(Value!)); break;
            case "string": writer.WriteString(tag.Id, Value); break;
            case "bytes": writer.WriteBytes(tag.Id, Hex.Bytes(Value!)); break;
            default: throw new InvalidOperationException($"packet {Tag} has no type that is known: {Type}");
        }
    }
}
