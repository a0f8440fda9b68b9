namespace Bench.Core;

/// <summary>Pins the calling thread, and so the children it spawns, to one core for a moment.</summary>
internal readonly unsafe ref struct AffinityScope
{
    private const int MaskBytes = 128;
    private readonly byte[]? _before;

    internal AffinityScope(int? core)
    {
        if (core is not int number)
            return;
        byte[] before = new byte[MaskBytes];
        byte* mask = stackalloc byte[MaskBytes];
        new Span<byte>(mask, MaskBytes).Clear();
        mask[number / 8] = (byte)(1 << (number % 8));
        fixed (byte* old = before)
            if (NativeMethods.sched_getaffinity(0, MaskBytes, old) < 0)
                return;
        if (NativeMethods.sched_setaffinity(0, MaskBytes, mask) == 0)
            _before = before;
    }

    public void Dispose()
    {
        if (_before is null)
            return;
        fixed (byte* old = _before)
            _ = NativeMethods.sched_setaffinity(0, MaskBytes, old);
    }
}
