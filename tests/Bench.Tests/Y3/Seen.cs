using System.Buffers;
using Bench.Y3;

namespace Bench.Tests;

/// <summary>Everything that a reader says about one packet, so that two readers, or a reader and a writer, can be compared.</summary>
/// <param name="Values">What each of the typed getters says, as <c>int32=-1; float32=InvalidData; …</c></param>
internal sealed record SeenPacket(int Depth, string Tag, long Offset, long ValueOffset, long Position, string Packet, string Value, string Values)
{
    internal bool Has(string type, string value) => Values.Contains($" {type}={value};", StringComparison.Ordinal);
}

/// <summary>All packets of a message, those inside a node before those that follow it, up to the first fault.</summary>
/// <param name="Offset">Of the fault; on Done the end.</param>
internal sealed record Seen(IReadOnlyList<SeenPacket> Packets, OperationStatus Status, long Offset)
{
    internal static Seen By(ReadOnlySpan<byte> message, Y3Options? options = null)
    {
        List<SeenPacket> packets = [];
        (OperationStatus status, long offset) = Walk(new Y3Reader(message, options), packets);
        return new Seen(packets, status, offset);
    }

    internal static Seen By(ReadOnlySequence<byte> message, Y3Options? options = null)
    {
        List<SeenPacket> packets = [];
        (OperationStatus status, long offset) = Walk(new Y3SequenceReader(message, options), packets);
        return new Seen(packets, status, offset);
    }

    internal static void Same(Seen expected, Seen actual)
    {
        Assert.Equal(expected.Packets, actual.Packets);
        Assert.Equal((expected.Status, expected.Offset), (actual.Status, actual.Offset));
    }

    private static (OperationStatus Status, long Offset) Walk(Y3Reader reader, List<SeenPacket> packets)
    {
        while (reader.Read())
        {
            string values = Values(
                Of(reader.GetInt32(out int i), i), Of(reader.GetUInt32(out uint u), u), Of(reader.GetInt64(out long l), l), Of(reader.GetUInt64(out ulong w), w),
                Of(reader.GetSingle(out float f), f), Of(reader.GetDouble(out double d), d), Of(reader.GetBool(out bool b), b), Of(reader.GetString(out string s), s));
            packets.Add(new SeenPacket(reader.Depth, $"{reader.Tag.Value:X2}", reader.Offset, reader.ValueOffset, reader.Position, Hex.Text(reader.Packet), Hex.Text(reader.Value), values));
            if (reader.Tag.IsNode && Walk(reader.Enter(), packets) is { Status: not OperationStatus.Done } fault)
                return fault;
        }
        return (reader.Status, reader.Status == OperationStatus.Done ? reader.Position : reader.Offset);
    }

    private static (OperationStatus Status, long Offset) Walk(Y3SequenceReader reader, List<SeenPacket> packets)
    {
        while (reader.Read())
        {
            string values = Values(
                Of(reader.GetInt32(out int i), i), Of(reader.GetUInt32(out uint u), u), Of(reader.GetInt64(out long l), l), Of(reader.GetUInt64(out ulong w), w),
                Of(reader.GetSingle(out float f), f), Of(reader.GetDouble(out double d), d), Of(reader.GetBool(out bool b), b), Of(reader.GetString(out string s), s));
            packets.Add(new SeenPacket(reader.Depth, $"{reader.Tag.Value:X2}", reader.Offset, reader.ValueOffset, reader.Position, Hex.Text(reader.Packet.ToArray()), Hex.Text(reader.Value.ToArray()), values));
            if (reader.Tag.IsNode && Walk(reader.Enter(), packets) is { Status: not OperationStatus.Done } fault)
                return fault;
        }
        return (reader.Status, reader.Status == OperationStatus.Done ? reader.Position : reader.Offset);
    }

    private static string Values(string int32, string uint32, string int64, string uint64, string float32, string float64, string boolean, string text) =>
        $" int32={int32}; uint32={uint32}; int64={int64}; uint64={uint64}; float32={float32}; float64={float64}; bool={boolean}; string={text};";

    private static string Of<T>(OperationStatus status, T value) => status != OperationStatus.Done ? status.ToString() : value switch
    {
        bool one => one ? "true" : "false",
        IFormattable one => one.ToString(null, null),
        _ => $"{value}",
    };
}
