using System.Buffers;
using Bench.Core;

namespace Bench.Fuzz;

/// <summary>Cuts inputs into pieces, some of them empty; the pieces are used again for the next input, so that a cut allocates nothing.</summary>
internal sealed class SplitInput
{
    private const int MostPieces = 64;

    private readonly Piece[] _pieces = [.. Enumerable.Range(0, MostPieces).Select(static _ => new Piece())];

    internal ReadOnlySequence<byte> Cut(ReadOnlyMemory<byte> input, SplitMix random)
    {
        // Pieces of one byte until they run out, every other time; else a few large ones.
        int longest = random.Below(2) == 0 ? 1 : 1 + random.Below(Math.Max(1, input.Length));
        int count = 0;
        for (int at = 0; at < input.Length || count == 0; count++)
        {
            int length = count == MostPieces - 1 ? input.Length - at : Math.Min(input.Length - at, random.Below(8) == 0 ? 0 : longest);
            _pieces[count].Set(input.Slice(at, length), at);
            at += length;
        }
        for (int i = 0; i < count; i++)
            _pieces[i].Then(i + 1 < count ? _pieces[i + 1] : null);
        return new ReadOnlySequence<byte>(_pieces[0], 0, _pieces[count - 1], _pieces[count - 1].Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        internal void Set(ReadOnlyMemory<byte> memory, long start) => (Memory, RunningIndex) = (memory, start);

        internal void Then(Piece? next) => Next = next;
    }
}
