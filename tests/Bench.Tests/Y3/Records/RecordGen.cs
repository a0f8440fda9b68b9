using FsCheck;
using FsCheck.Fluent;

namespace Bench.Tests;

/// <summary>Random records.</summary>
internal static class RecordGen
{
    private static readonly string[] s_texts = ["", "a", "héllo", "🙂", "a text that is longer than what one byte of a length can say, so that it takes two of them"];

    internal static Gen<Samples.Numbers> Numbers =>
        from bits in Of<long>().ArrayOf(14)
        from shifts in Gen.Choose(0, 63).ArrayOf(14)
        let values = bits.Zip(shifts, static (one, shift) => one >> shift).ToArray()
        from mode in Gen.Elements(Samples.Mode.Off, Samples.Mode.On, Samples.Mode.Lost, (Samples.Mode)12345)
        select new Samples.Numbers(
            values[0] > 0, (sbyte)values[1], (byte)values[2], (short)values[3], (ushort)values[4], (int)values[5], (uint)values[6], values[7], (ulong)values[8],
            BitConverter.Int32BitsToSingle((int)bits[9]), BitConverter.Int64BitsToDouble(bits[10] << shifts[10]), mode, (Samples.Level)values[12], (Samples.Mask)values[13]);

    internal static Gen<Samples.Noise> Noise =>
        from value in Of<float>() from text in Text from at in Of<long?>() select new Samples.Noise(value, text, at);

    internal static Gen<Samples.Point> Point => from x in Of<double>() from y in Of<double>() select new Samples.Point(x, y);

    internal static Gen<Samples.Slices> Slices =>
        from bools in Of<bool[]>()
        from ints in Of<int[]>()
        from uints in Of<uint[]>()
        from longs in Of<long[]>()
        from ulongs in Of<ulong[]>()
        from floats in Gen.OrNull(Of<float[]>())
        from doubles in Gen.OrNull(Of<double[]>())
        from texts in Text.ArrayOf()
        from blobs in Of<byte[]>().ArrayOf()
        from levels in Gen.Elements(Samples.Level.Low, Samples.Level.High, (Samples.Level)100).ArrayOf()
        from points in Point.ArrayOf()
        from noises in Noise.ArrayOf()
        select new Samples.Slices
        {
            Bools = bools, Ints = ints, UInts = [.. uints], Longs = longs, ULongs = [.. ulongs], Floats = floats, Doubles = doubles is null ? null : [.. doubles],
            Strings = texts, Blobs = [.. blobs], Memories = [.. blobs.Select(static one => new ReadOnlyMemory<byte>(one))], Levels = levels, Points = points, Noises = [.. noises],
        };

    internal static Gen<Samples.Absent> Absent =>
        from number in Of<int?>()
        from flag in Of<bool?>()
        from level in Gen.Elements<Samples.Level?>(null, Samples.Level.High)
        from text in Gen.OrNull(Text)
        from bytes in Gen.OrNull(Of<byte[]>())
        from noise in Gen.OrNull(Noise)
        from point in Point
        from isPoint in Of<bool>()
        from ints in Gen.OrNull(Of<int[]>())
        select new Samples.Absent
        {
            Number = number, Flag = flag, Level = level, Text = text, Bytes = bytes, Memory = bytes is null ? null : new ReadOnlyMemory<byte>(bytes),
            Noise = noise, Point = isPoint ? point : null, Ints = ints, Texts = text is null ? null : [text, text],
        };

    internal static Gen<Samples.Tree> Tree => Gen.Sized(static size => TreeOf(Math.Min(size, 20) / 4));

    private static Gen<string> Text => Gen.Elements(s_texts);

    private static Gen<T> Of<T>() => ArbMap.Default.GeneratorFor<T>();

    private static Gen<Samples.Tree> TreeOf(int depth) =>
        from value in Of<int>()
        from left in depth == 0 ? Gen.Constant<Samples.Tree?>(null) : Gen.OneOf(Gen.Constant<Samples.Tree?>(null), TreeOf(depth - 1).Select(static one => (Samples.Tree?)one))
        from count in Gen.Choose(0, depth == 0 ? 0 : 2)
        from more in TreeOf(Math.Max(0, depth - 1)).ArrayOf(count)
        select new Samples.Tree(value, left, count == 0 ? null : more);
}
