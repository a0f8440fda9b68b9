namespace Bench.Core;

/// <summary>Which core programs are measured on.</summary>
public static unsafe class Affinity
{
    internal const int MaskBytes = 128;

    /// <summary>The core to measure on: the last one this process may use, because interrupts and other work gather on the first; null on a single core.</summary>
    public static int? ChooseCore() => Allowed() is { Count: > 1 } allowed ? allowed[^1] : null;

    /// <summary>Whether this process may use the core: it may be beyond the machine's, or kept from a container.</summary>
    public static bool Allows(int core) => Allowed().Contains(core);

    private static List<int> Allowed()
    {
        byte* mask = stackalloc byte[MaskBytes];
        new Span<byte>(mask, MaskBytes).Clear();
        List<int> allowed = [];
        if (NativeMethods.sched_getaffinity(0, MaskBytes, mask) < 0)
            return allowed;
        for (int core = 0; core < MaskBytes * 8; core++)
            if ((mask[core / 8] & (1 << (core % 8))) != 0)
                allowed.Add(core);
        return allowed;
    }
}
