using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Bench.Micro;

/// <summary>Keeps the calling thread on one core. The runtime's own threads stay free: its compiler and collector would otherwise take turns with what is measured.</summary>
internal static partial class PinnedThread
{
    private const int MaskBytes = 128;

    /// <summary>Where to measure; null for anywhere.</summary>
    internal static int? Core { get; set; }

    /// <exception cref="Win32Exception">This process may not use the core.</exception>
    internal static unsafe void PinTo(int core)
    {
        byte* mask = stackalloc byte[MaskBytes];
        new Span<byte>(mask, MaskBytes).Clear();
        mask[core / 8] = (byte)(1 << (core % 8));
        if (sched_setaffinity(0, MaskBytes, mask) < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"the thread cannot be pinned to core {core}");
    }

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial int sched_setaffinity(int pid, nint maskBytes, byte* mask);
}
