using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bench.Core;

/// <summary>One end of an anonymous pipe that no child inherits unless it is given it.</summary>
internal sealed unsafe class PipeEnd : SafeHandleZeroOrMinusOneIsInvalid
{
    private PipeEnd(int descriptor) : base(ownsHandle: true) => SetHandle(descriptor);

    internal int Descriptor => (int)handle;

    /// <param name="room">Bytes that fit in before a writer has to wait; a hint.</param>
    /// <exception cref="IOException">There are no descriptors left.</exception>
    internal static (PipeEnd Read, PipeEnd Write) Pair(int room)
    {
        int* ends = stackalloc int[2];
        if (NativeMethods.pipe2(ends, NativeMethods.O_CLOEXEC) != 0)
            throw new IOException($"cannot make a pipe: {Spawn.Describe(Marshal.GetLastPInvokeError())}");
        _ = NativeMethods.fcntl(ends[0], NativeMethods.F_SETPIPE_SZ, room);
        return (new PipeEnd(ends[0]), new PipeEnd(ends[1]));
    }

    internal void DoNotBlock() => NativeMethods.fcntl(Descriptor, NativeMethods.F_SETFL, NativeMethods.O_NONBLOCK);

    /// <returns>-1 when the pipe is empty and does not block, 0 at its end.</returns>
    internal int ReadSome(Span<byte> buffer)
    {
        bool held = false;
        try
        {
            DangerousAddRef(ref held);
            fixed (byte* start = buffer)
                while (true)
                {
                    nint count = NativeMethods.read(Descriptor, start, (nuint)buffer.Length);
                    if (count >= 0)
                        return (int)count;
                    if (Marshal.GetLastPInvokeError() is int error && error != NativeMethods.EINTR)
                        return error == NativeMethods.EAGAIN ? -1 : 0;
                }
        }
        finally
        {
            if (held)
                DangerousRelease();
        }
    }

    /// <returns>How many were taken: none when the pipe is full and does not block.</returns>
    /// <exception cref="IOException">Nobody reads any more.</exception>
    internal int WriteSome(ReadOnlySpan<byte> bytes)
    {
        bool held = false;
        try
        {
            DangerousAddRef(ref held);
            fixed (byte* start = bytes)
                while (true)
                {
                    nint count = NativeMethods.write(Descriptor, start, (nuint)bytes.Length);
                    if (count >= 0)
                        return (int)count;
                    int error = Marshal.GetLastPInvokeError();
                    if (error == NativeMethods.EAGAIN)
                        return 0;
                    if (error != NativeMethods.EINTR)
                        throw new IOException($"cannot write to the process: {Spawn.Describe(error)}");
                }
        }
        finally
        {
            if (held)
                DangerousRelease();
        }
    }

    /// <summary>Waits until <paramref name="output"/> has something or is at its end, or <paramref name="input"/> has room.</summary>
    /// <returns>False when the time ran out.</returns>
    internal static bool Wait(PipeEnd output, PipeEnd? input, TimeSpan timeout)
    {
        bool outputHeld = false, inputHeld = false;
        try
        {
            output.DangerousAddRef(ref outputHeld);
            input?.DangerousAddRef(ref inputHeld);
            NativeMethods.PollFd* polled = stackalloc NativeMethods.PollFd[2];
            polled[0] = new NativeMethods.PollFd { Fd = output.Descriptor, Events = NativeMethods.POLLIN };
            polled[1] = new NativeMethods.PollFd { Fd = input?.Descriptor ?? -1, Events = NativeMethods.POLLOUT };
            return NativeMethods.poll(polled, 2, (int)Math.Ceiling(timeout.TotalMilliseconds)) > 0;
        }
        finally
        {
            if (outputHeld)
                output.DangerousRelease();
            if (inputHeld)
                input!.DangerousRelease();
        }
    }

    protected override bool ReleaseHandle() => NativeMethods.close(Descriptor) == 0;
}
