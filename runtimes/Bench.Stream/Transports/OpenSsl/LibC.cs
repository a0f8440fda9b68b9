using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bench.Streaming;

/// <summary>poll.h, sys/eventfd.h, sys/socket.h, unistd.h: calls return -1 when they fail.</summary>
internal static unsafe partial class LibC
{
    internal const short PollIn = 1;
    internal const short PollOut = 4;
    internal const short PollError = 8;
    internal const int MessageDoNotWait = 0x40;
    internal const int MessageErrorQueue = 0x2000;
    internal const int EventNonBlocking = 0x800;
    internal const int EventCloseOnExec = 0x80000;
    internal const int ConnectionRefused = 111;

    /// <param name="milliseconds">-1 waits for ever.</param>
    [LibraryImport("libc")] internal static partial int poll(PollEntry* entries, nuint count, int milliseconds);
    [LibraryImport("libc", SetLastError = true)] internal static partial SafeFileHandle eventfd(uint count, int flags);
    [LibraryImport("libc")] internal static partial nint read(SafeFileHandle file, void* buffer, nuint count);
    [LibraryImport("libc")] internal static partial nint write(SafeFileHandle file, void* buffer, nuint count);

    [LibraryImport("libc")] internal static partial nint recvmsg(int file, MessageHeader* message, int flags);

    /// <summary>struct msghdr of 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct MessageHeader
    {
        public void* Name;
        public uint NameLength;
        public void* Parts;
        public nuint PartCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct PollEntry
    {
        public int File;
        public short Events;
        public short Occurred;
    }
}
