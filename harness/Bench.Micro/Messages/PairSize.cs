namespace Bench.Micro;

/// <summary>How many pairs a message has and which key is wanted.</summary>
/// <param name="Key">Null where all are; <see cref="PairContent.AbsentKey"/> for one that is not there.</param>
public sealed record PairSize(int Pairs, int? Key = null)
{
    private static readonly int[] s_counts = [3, 16, 32, 63];

    /// <summary>The key in the middle, as published: 2, 8, 16, 32.</summary>
    public bool IsMiddle => Key == (Pairs + 1) / 2;

    public bool IsLargest => Pairs == s_counts[^1];

    public static IEnumerable<PairSize> WithAllKeys => s_counts.Select(static pairs => new PairSize(pairs));

    public static IEnumerable<PairSize> WithOneKey => s_counts.SelectMany(static pairs =>
        new[] { 1, (pairs + 1) / 2, pairs, PairContent.AbsentKey }.Select(key => new PairSize(pairs, key)));

    /// <summary>The size's name in case ids: <c>c63-k32</c>, <c>c63-first</c>, <c>c63</c>.</summary>
    public override string ToString() => Key switch
    {
        null => $"c{Pairs:00}",
        PairContent.AbsentKey => $"c{Pairs:00}-absent",
        1 => $"c{Pairs:00}-first",
        int key when key == Pairs => $"c{Pairs:00}-last",
        int key => $"c{Pairs:00}-k{key:00}",
    };
}
