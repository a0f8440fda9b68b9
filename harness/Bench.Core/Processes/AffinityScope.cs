using System.Runtime.InteropServices;

namespace Bench.Core;

/// <summary>Pins the calling thread, and so the children it spawns, to one core for a moment.</summary>
internal readonly unsafe ref struct AffinityScope
{
    private readonly byte[]? _before;

    internal AffinityScope(int? core)
    {
        if (core is not int number)
            return;
        Error = EINVAL;
        if (number is < 0 or >= Affinity.MaskBytes * 8)
            return;
        byte[] before = new byte[Affinity.MaskBytes];
        byte* mask = stackalloc byte[Affinity.MaskBytes];
        new Span<byte>(mask, Affinity.MaskBytes).Clear();
        mask[number / 8] = (byte)(1 << (number % 8));
        fixed (byte* old = before)
            if (NativeMethods.sched_getaffinity(0, Affinity.MaskBytes, old) < 0 || NativeMethods.sched_setaffinity(0, Affinity.MaskBytes, mask) < 0)
            {
                Error = Marshal.GetLastPInvokeError();
                return;
            }
        Error = 0;
        _before = before;
    }

    /// <summary>0, or why the thread could not be pinned: a program measured free, among pinned ones, would be another measurement.</summary>
    internal int Error { get; }

    public void Dispose()
    {
        if (_before is null)
            return;
        fixed (byte* old = _before)
            _ = NativeMethods.sched_setaffinity(0, Affinity.MaskBytes, old);
    }

    private const int EINVAL = 22;
}
