using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Bench.Tests;

/// <summary>Random messages: nodes in nodes, slices, values of every type, and sizes around those where a length takes a byte more.</summary>
internal static class PacketGen
{
    private static readonly int[] s_sizes = [0, 1, 2, 7, 8, 9, 10, 11, 59, 60, 61, 62, 63, 64, 65, 127, 128, 255, 256];

    /// <summary>Packets of the outermost level.</summary>
    internal static Arbitrary<PacketTree[]> Messages { get; } =
        Arb.From(Gen.Sized(static size => Level(Math.Min(size, 30) / 6)), Shrink);

    internal static Gen<PacketTree> Leaf { get; } =
        from id in Gen.Choose(0, 0x3F)
        from value in Gen.OneOf(
            Whole(static bits => (int)bits, "int32"), Whole(static bits => (uint)bits, "uint32"), Whole(static bits => bits, "int64"), Whole(static bits => (ulong)bits, "uint64"),
            Bits.Select(static bits => ("float32", BitConverter.Int32BitsToSingle((int)bits).ToString(CultureInfo.InvariantCulture))),
            Bits.Select(static bits => ("float64", BitConverter.Int64BitsToDouble(bits).ToString(CultureInfo.InvariantCulture))),
            Gen.Elements("true", "false").Select(static value => ("bool", value)),
            Text.Select(static value => ("string", value)),
            from size in Gen.Elements(s_sizes) from bytes in Gen.Choose(0, 255).ArrayOf(size) select ("bytes", Hex.Text([.. bytes.Select(static one => (byte)one)])))
        select new PacketTree { Tag = $"{id:X2}", Type = value.Item1, Value = value.Item2 };

    /// <summary>64 random bits, often the sign at one end and zeros at the other.</summary>
    private static Gen<long> Bits =>
        from bits in ArbMap.Default.GeneratorFor<long>()
        from more in ArbMap.Default.GeneratorFor<int>()
        from right in Gen.Choose(0, 63)
        from left in Gen.Choose(0, 63)
        select (bits ^ ((long)more << 32)) >> right << left;

    /// <summary>Of 0 to 4 bytes a character, as many as a length of one byte just holds, and one more.</summary>
    private static Gen<string> Text =>
        from size in Gen.Frequency((4, Gen.Choose(0, 8)), (1, Gen.Elements(15, 16, 31, 32, 63, 64)))
        from characters in Gen.Elements("a", "é", "€", "🙂", "\0", "\n").ArrayOf(size)
        select string.Concat(characters);

    private static Gen<(string Type, string Value)> Whole<T>(Func<long, T> narrow, string type) => Bits.Select(bits => (type, $"{narrow(bits)}"));

    private static Gen<PacketTree[]> Level(int depth) =>
        from count in Gen.Choose(0, 5)
        from packets in (depth == 0 ? Leaf : Gen.Frequency((3, Leaf), (2, Node(depth - 1)))).ArrayOf(count)
        select packets;

    private static Gen<PacketTree> Node(int depth) =>
        from tag in Gen.Choose(0x80, 0xFF)
        from packets in Level(depth)
        select new PacketTree { Tag = $"{tag:X2}", Packets = packets };

    private static IEnumerable<PacketTree[]> Shrink(PacketTree[] packets)
    {
        for (int i = 0; i < packets.Length; i++)
        {
            yield return [.. packets[..i], .. packets[(i + 1)..]];
            foreach (PacketTree[] inner in packets[i].Packets is PacketTree[] within ? Shrink(within) : [])
                yield return [.. packets[..i], packets[i] with { Packets = inner }, .. packets[(i + 1)..]];
        }
    }
}
