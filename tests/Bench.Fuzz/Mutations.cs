using Bench.Core;

namespace Bench.Fuzz;

/// <summary>Edits of an input that know nothing of its format but the bytes that were marked.</summary>
internal static class Mutations
{
    /// <summary>Ends of ranges, signs and continuation bits of the usual encodings.</summary>
    private static ReadOnlySpan<byte> Telling => [0x00, 0x01, 0x02, 0x3F, 0x40, 0x41, 0x7F, 0x80, 0x81, 0xBF, 0xC0, 0xC2, 0xED, 0xF4, 0xFE, 0xFF];

    internal static void RandomBytes(SplitMix random, FuzzBuffer buffer, int longest)
    {
        int length = random.Below(longest + 1);
        bool telling = random.Below(2) == 0;
        for (int i = 0; i < length; i++)
            buffer.Append(telling ? Telling[random.Below(Telling.Length)] : (byte)random.Next());
    }

    /// <param name="corpus">Where pieces are taken from that belong together; at least one.</param>
    internal static void Mutate(SplitMix random, FuzzBuffer buffer, IReadOnlyList<byte[]> corpus)
    {
        if (buffer.Length == 0)
        {
            RandomBytes(random, buffer, 8);
            return;
        }
        int at = Place(random, buffer);
        switch (random.Below(8))
        {
            case 0:
                buffer.Bytes[at] ^= (byte)(1 << random.Below(8));
                break;
            case 1:
                buffer.Bytes[at] = Telling[random.Below(Telling.Length)];
                break;
            case 2:
                buffer.Bytes[at] += (byte)(random.Below(2) == 0 ? 1 : -1);
                break;
            case 3:
                buffer.Cut(at);
                break;
            case 4:
                buffer.Remove(at, 1 + random.Below(Math.Min(16, buffer.Length - at)));
                break;
            case 5:
                byte[] other = corpus[random.Below(corpus.Count)];
                int start = random.Below(other.Length);
                buffer.Insert(at, other.AsSpan(start, 1 + random.Below(other.Length - start)));
                break;
            case 6:
                int from = random.Below(at + 1);
                buffer.Insert(at, buffer.Bytes[from..at].ToArray());
                break;
            default:
                Span<byte> run = stackalloc byte[1 + random.Below(12)];
                run.Fill(Telling[random.Below(Telling.Length)]);
                buffer.Insert(at, run);
                break;
        }
    }

    /// <summary>Every other time a byte that was marked.</summary>
    private static int Place(SplitMix random, FuzzBuffer buffer) =>
        buffer.Marks.Count > 0 && random.Below(2) == 0 ? buffer.Marks[random.Below(buffer.Marks.Count)] : random.Below(buffer.Length);
}
