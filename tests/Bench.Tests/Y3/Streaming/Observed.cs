using System.Buffers;
using Bench.Y3;

namespace Bench.Tests;

/// <param name="Packet">Header and value.</param>
internal sealed record ObservedPacket(long Offset, int Depth, string Packet);

/// <summary>What an observer of some ids is given of a stream, and how that ends.</summary>
/// <param name="Offset">Of the fault; on Done the end.</param>
internal sealed record Observed(IReadOnlyList<ObservedPacket> Packets, OperationStatus Status, long Offset)
{
    /// <summary>By a reader that has the whole stream: what all others are compared with.</summary>
    internal static Observed ByReader(byte[] stream, ReadOnlySpan<int> ids, Y3Options? options = null)
    {
        List<ObservedPacket> packets = [];
        Y3Reader outermost = new(stream, options);
        while (outermost.Read())
        {
            if (outermost.Tag != Y3Tag.Node(1) || ids.IsEmpty)
                continue;
            HashSet<int> missing = [.. ids];
            if (Walk(outermost.Enter(), missing, packets) is { Status: not OperationStatus.Done } fault)
                return new Observed(packets, fault.Status, fault.Offset);
        }
        return new Observed(packets, outermost.Status, outermost.Status == OperationStatus.Done ? outermost.Position : outermost.Offset);
    }

    /// <param name="cuts">Where the stream is cut into chunks, in any order.</param>
    internal static Observed ByScanner(byte[] stream, ReadOnlySpan<int> ids, ReadOnlySpan<int> cuts, Y3Options? options = null)
    {
        List<ObservedPacket> packets = [];
        Y3Scanner scanner = new(ids, options);
        foreach (ReadOnlyMemory<byte> chunk in Pieces.Of(stream, cuts))
        {
            ReadOnlySpan<byte> rest = chunk.Span;
            while (scanner.Read(ref rest))
            {
                packets.Add(Packet(scanner, stream));
                Assert.True(stream.AsSpan((int)scanner.Position).StartsWith(rest));
            }
            Assert.True(rest.IsEmpty || scanner.Status != OperationStatus.Done);
        }
        return End(scanner, packets);
    }

    /// <summary>In one call after the other with what came so far and was not passed.</summary>
    internal static Observed BySequence(byte[] stream, ReadOnlySpan<int> ids, ReadOnlySpan<int> cuts, Y3Options? options = null)
    {
        List<ObservedPacket> packets = [];
        Y3Scanner scanner = new(ids, options);
        ReadOnlySequence<byte> rest = Pieces.Of(stream, cuts);
        while (scanner.Read(ref rest))
        {
            packets.Add(Packet(scanner, stream));
            Assert.True(stream.AsSpan((int)scanner.Position).SequenceEqual(rest.ToArray()));
        }
        return End(scanner, packets);
    }

    internal static void Same(Observed expected, Observed actual)
    {
        Assert.Equal(expected.Packets, actual.Packets);
        Assert.Equal((expected.Status, expected.Offset), (actual.Status, actual.Offset));
    }

    private static ObservedPacket Packet(Y3Scanner scanner, byte[] stream)
    {
        int value = (int)scanner.Offset + scanner.Header.Length;
        return new ObservedPacket(scanner.Offset, scanner.Depth, Hex.Text([.. scanner.Header, .. stream[value..Math.Min(stream.Length, value + scanner.Length)]]));
    }

    private static Observed End(Y3Scanner scanner, IReadOnlyList<ObservedPacket> packets)
    {
        OperationStatus status = scanner.End();
        return new Observed(packets, status, status == OperationStatus.Done ? scanner.Position : scanner.Offset);
    }

    private static (OperationStatus Status, long Offset) Walk(Y3Reader reader, HashSet<int> missing, List<ObservedPacket> packets)
    {
        while (missing.Count > 0 && reader.Read())
        {
            if (missing.Remove(reader.Tag.Id))
                packets.Add(new ObservedPacket(reader.Offset, reader.Depth, Hex.Text(reader.Packet)));
            if (missing.Count > 0 && reader.Tag.IsNode && Walk(reader.Enter(), missing, packets) is { Status: not OperationStatus.Done } fault)
                return fault;
        }
        return (reader.Status, reader.Offset);
    }
}
