using System.Buffers;

namespace Bench.Tests;

/// <summary>A message as it comes over a connection: cut anywhere.</summary>
internal static class Pieces
{
    /// <param name="cuts">Offsets in any order; one that comes twice makes an empty piece.</param>
    internal static ReadOnlySequence<byte> Of(ReadOnlyMemory<byte> bytes, params ReadOnlySpan<int> cuts)
    {
        int[] sorted = [.. cuts];
        Array.Sort(sorted);
        Piece first = new(bytes[..(sorted.Length > 0 ? sorted[0] : bytes.Length)], 0);
        Piece last = first;
        for (int i = 0; i < sorted.Length; i++)
            last = last.Then(bytes[sorted[i]..(i + 1 < sorted.Length ? sorted[i + 1] : bytes.Length)]);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    internal static ReadOnlySequence<byte> OfOneByte(ReadOnlyMemory<byte> bytes) => Of(bytes, [.. Enumerable.Range(1, Math.Max(0, bytes.Length - 1))]);

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        internal Piece(ReadOnlyMemory<byte> memory, long start) => (Memory, RunningIndex) = (memory, start);

        internal Piece Then(ReadOnlyMemory<byte> memory)
        {
            Piece next = new(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
