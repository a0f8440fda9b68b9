namespace Bench.Core;

/// <summary>SplitMix64: the same numbers from the same seed on every version of .NET and every machine.</summary>
/// <remarks>Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.</remarks>
public sealed class SplitMix(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <returns>From 0 to <paramref name="exclusive"/> − 1.</returns>
    public int Below(int exclusive) => (int)Math.BigMul(Next(), (ulong)exclusive, out _);

    /// <summary>Puts the items into an order in which each is as likely as any other (Fisher and Yates; Durstenfeld 1964).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <returns>From 0 up to but not including 1.</returns>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1ul << 53));
}
