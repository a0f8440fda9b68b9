using Bench.Core;
using Bench.Y3;

namespace Bench.Fuzz;

/// <summary>Valid messages of any shape, with their tags and lengths marked; made without the writer, so that it can be judged by them.</summary>
internal static class Y3Messages
{
    /// <summary>Around those where a number or a length takes a byte more.</summary>
    private static readonly int[] s_sizes = [0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 16, 62, 63, 64, 65, 100];

    private static readonly byte[][] s_characters = [.. ((string[])["a", "\0", "é", "€", "🙂", "\uFFFD"]).Select(System.Text.Encoding.UTF8.GetBytes)];

    internal static void Append(SplitMix random, FuzzBuffer buffer)
    {
        int packets = random.Below(4) + 1;
        for (int i = 0; i < packets; i++)
            AppendPacket(random, buffer, random.Below(8) == 0 ? 70 : random.Below(5));
    }

    /// <summary>Puts everything into nodes in nodes, often more than readers allow.</summary>
    internal static void Nest(SplitMix random, FuzzBuffer buffer)
    {
        int depth = 1 + random.Below(random.Below(4) == 0 ? 70 : 4);
        for (int i = 0; i < depth; i++)
            InsertHeader(buffer, 0, (byte)(0x80 | random.Below(0x80)));
    }

    /// <summary>Puts everything into one node of this tag.</summary>
    internal static void Wrap(FuzzBuffer buffer, Y3Tag tag) => InsertHeader(buffer, 0, tag.Value);

    /// <param name="depth">How many nodes may still be inside each other.</param>
    private static void AppendPacket(SplitMix random, FuzzBuffer buffer, int depth)
    {
        int start = buffer.Length;
        if (depth > 0 && random.Below(3) != 0)
        {
            // Deep ones stay narrow: 3 packets on each of 70 levels are more than there are atoms.
            int packets = depth > 5 ? 1 : random.Below(4);
            for (int i = 0; i < packets; i++)
                AppendPacket(random, buffer, depth - 1);
            InsertHeader(buffer, start, (byte)(0x80 | random.Below(0x80)));
            return;
        }
        AppendValue(random, buffer);
        InsertHeader(buffer, start, (byte)random.Below(random.Below(8) == 0 ? 0x80 : 0x40));
    }

    private static void AppendValue(SplitMix random, FuzzBuffer buffer)
    {
        Span<byte> number = stackalloc byte[PVarInt.MaxSize];
        long bits = (long)random.Next() >> random.Below(64) << random.Below(64);
        int written = 0;
        switch (random.Below(6))
        {
            case 0: NVarInt.TryWrite(number, bits, out written); break;
            case 1: PVarInt.TryWrite(number, bits, out written); break;
            case 2: VarFloat.TryWrite(number, BitConverter.Int32BitsToSingle((int)bits), out written); break;
            case 3: VarFloat.TryWrite(number, BitConverter.Int64BitsToDouble(bits), out written); break;
            case 4:
                for (int i = random.Below(20); i > 0; i--)
                    buffer.Append(s_characters[random.Below(s_characters.Length)]);
                break;
            default:
                // Rarely one whose length takes three bytes, or four.
                int size = random.Below(2000) == 0 ? 8190 + random.Below(4) : s_sizes[random.Below(s_sizes.Length)];
                for (int i = 0; i < size; i++)
                    buffer.Append((byte)random.Next());
                break;
        }
        buffer.Append(number[..written]);
    }

    /// <summary>In front of what follows <paramref name="at"/>; nothing where there is no room.</summary>
    private static void InsertHeader(FuzzBuffer buffer, int at, byte tag)
    {
        Span<byte> header = stackalloc byte[Y3Header.MaxSize];
        header[0] = tag;
        PVarInt.TryWrite(header[1..], buffer.Length - at, out int written);
        if (buffer.Room < 1 + written)
            return;
        buffer.Insert(at, header[..(1 + written)]);
        buffer.Mark(at);
        buffer.Mark(at + 1);
    }
}
