using System.Text;
using Bench.Workloads;
using FsCheck;
using FsCheck.Fluent;

namespace Bench.Tests;

/// <summary>The messages of a kernel, whole and spoilt.</summary>
internal static class SensorMessages
{
    internal static IEnumerable<SensorReading> Readings()
    {
        SensorSource source = new();
        for (int i = 0; i < SensorWorkload.Messages; i++)
        {
            SensorReading reading = new();
            source.Next(reading);
            yield return reading;
        }
    }

    internal static byte[] Encode(SensorWorkload kernel, SensorReading reading)
    {
        byte[] room = new byte[SensorWorkload.EncodedMax];
        return room[..kernel.Encode(reading, room)];
    }

    /// <returns>The checksum of this message alone, or null if it is malformed.</returns>
    internal static ulong? Decode(SensorWorkload kernel, ReadOnlySpan<byte> bytes)
    {
        SensorMessage message = new();
        return kernel.TryDecode(bytes, message) ? SensorChecksum.Fold(0, message) : null;
    }

    /// <summary>Messages of the kernel with one to four changes: bytes taken out, put in from <paramref name="pieces"/>, from another message or from anywhere.</summary>
    internal static Gen<byte[]> Spoilt(SensorWorkload kernel, params string[] pieces)
    {
        // Short ones, so that a change seldom lands within a note.
        byte[][] whole = [.. Readings().Where(static reading => reading.NoteLength < 100).Take(500).Select(reading => Encode(kernel, reading))];
        Gen<byte[]> piece = Gen.OneOf(
            Gen.Elements(pieces).Select(Encoding.Latin1.GetBytes),
            ArbMap.Default.GeneratorFor<byte>().Select(static one => (byte[])[one]),
            from other in Gen.Elements(whole) from start in Gen.Choose(0, other.Length - 1) from length in Gen.Choose(1, 40) select other[start..Math.Min(other.Length, start + length)]);
        Gen<(int At, int Removed, byte[] Piece)> change =
            from at in Gen.Choose(0, 1 << 20) from removed in Gen.Frequency((4, Gen.Choose(0, 3)), (1, Gen.Choose(0, 60))) from put in piece select (at, removed, put);
        return from message in Gen.Elements(whole) from count in Gen.Choose(1, 4) from changes in change.ListOf(count) select Spoil(message, changes);
    }

    private static byte[] Spoil(byte[] message, IEnumerable<(int At, int Removed, byte[] Piece)> changes)
    {
        List<byte> bytes = [.. message];
        foreach ((int at, int removed, byte[] piece) in changes)
        {
            int start = at % (bytes.Count + 1);
            bytes.RemoveRange(start, Math.Min(removed, bytes.Count - start));
            bytes.InsertRange(start, piece);
        }
        return [.. bytes];
    }
}
