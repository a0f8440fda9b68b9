using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bench.Streaming;

/// <summary>
/// Wakes a thread from poll(). Never disposed of by hand: users' threads may still wake a loop that has ended, and the file must not
/// be another one by then; the garbage collector closes it when nobody can.
/// </summary>
internal sealed unsafe class WakeEvent
{
    private readonly SafeFileHandle _file;

    public WakeEvent()
    {
        _file = LibC.eventfd(0, LibC.EventNonBlocking | LibC.EventCloseOnExec);
        if (_file.IsInvalid)
            throw new IOException($"no event to wake the loop: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
    }

    /// <summary>Good as long as this object is.</summary>
    public int File => (int)_file.DangerousGetHandle();

    public void Set()
    {
        ulong one = 1;
        LibC.write(_file, &one, sizeof(ulong));
    }

    public void Clear()
    {
        ulong count;
        LibC.read(_file, &count, sizeof(ulong));
    }
}
