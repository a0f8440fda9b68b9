namespace Bench.Core;

/// <summary>Which core programs are measured on.</summary>
public static unsafe class Affinity
{
    private const int MaskBytes = 128;

    /// <summary>The core to measure on: the last one this process may use, because interrupts and other work gather on the first; null on a single core.</summary>
    public static int? ChooseCore()
    {
        byte* mask = stackalloc byte[MaskBytes];
        new Span<byte>(mask, MaskBytes).Clear();
        if (NativeMethods.sched_getaffinity(0, MaskBytes, mask) < 0)
            return null;
        List<int> allowed = [];
        for (int core = 0; core < MaskBytes * 8; core++)
            if ((mask[core / 8] & (1 << (core % 8))) != 0)
                allowed.Add(core);
        return allowed.Count > 1 ? allowed[^1] : null;
    }
}
