using System.Runtime.InteropServices;

namespace Bench.Core;

/// <summary>The C library's calls for processes, on Linux with glibc or musl. All but where noted return 0 or -1 with errno.</summary>
internal static unsafe partial class NativeMethods
{
    internal const int SIGINT = 2;
    internal const int SIGKILL = 9;
    internal const int SIGTERM = 15;
    internal const int EPERM = 1;
    internal const int EINTR = 4;
    internal const int O_CLOEXEC = 0x80000;
    internal const int WNOHANG = 1;
    internal const int EAGAIN = 11;
    internal const int O_NONBLOCK = 0x800;
    internal const short POLLIN = 1;
    internal const short POLLOUT = 4;

    /// <summary>fcntl.h: enlarges a pipe; a hint, the default of 64 KiB works too.</summary>
    internal const int F_SETPIPE_SZ = 1031;
    internal const int F_SETFL = 4;
    internal const int PR_SET_CHILD_SUBREAPER = 36;

    // spawn.h
    internal const short POSIX_SPAWN_SETPGROUP = 0x02;
    internal const short POSIX_SPAWN_SETSIGDEF = 0x04;
    internal const short POSIX_SPAWN_SETSIGMASK = 0x08;

    /// <summary>Room for posix_spawnattr_t (336 bytes), posix_spawn_file_actions_t (80) or sigset_t (128) of glibc on 64-bit machines.</summary>
    internal const int OpaqueSize = 512;

    /// <summary>poll.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct PollFd
    {
        internal int Fd;
        internal short Events;
        internal short Revents;
    }

    /// <summary>sys/resource.h; only the first members are read. Times are seconds and microseconds, maxrss is KiB.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct RUsage
    {
        internal long UserSeconds, UserMicroseconds, SysSeconds, SysMicroseconds, MaxRss;
        private fixed long _rest[13];
    }

    [LibraryImport("libc", SetLastError = true)] internal static partial int pipe2(int* ends, int flags);
    [LibraryImport("libc", SetLastError = true)] internal static partial nint read(int fd, byte* buffer, nuint count);
    [LibraryImport("libc", SetLastError = true)] internal static partial nint write(int fd, byte* buffer, nuint count);
    [LibraryImport("libc")] internal static partial int close(int fd);
    [LibraryImport("libc", SetLastError = true)] internal static partial int fcntl(int fd, int command, int argument);
    [LibraryImport("libc", SetLastError = true)] internal static partial int poll(PollFd* fds, nuint count, int milliseconds);
    [LibraryImport("libc", SetLastError = true)] internal static partial int kill(int pid, int signal);
    [LibraryImport("libc", SetLastError = true)] internal static partial int wait4(int pid, out int status, int options, out RUsage usage);
    [LibraryImport("libc", SetLastError = true)] internal static partial int prctl(int option, nuint a, nuint b, nuint c, nuint d);
    [LibraryImport("libc", SetLastError = true)] internal static partial int sched_setaffinity(int tid, nuint size, byte* mask);
    [LibraryImport("libc", SetLastError = true)] internal static partial int sched_getaffinity(int tid, nuint size, byte* mask);

    /// <summary>pidfd_open(2), which older C libraries do not wrap.</summary>
    [LibraryImport("libc", SetLastError = true)] internal static partial long syscall(long number, long a, long b);
    internal const long SYS_pidfd_open = 434;

    [LibraryImport("libc", SetLastError = true)] internal static partial long syscall(long number, long a, long b, long c, long d);
    internal const long SYS_pidfd_send_signal = 424;

    /// <summary>Returns only when it failed.</summary>
    [LibraryImport("libc", SetLastError = true)] internal static partial int execvp(byte* file, byte** argv);

    // These return the error number itself.
    [LibraryImport("libc")] internal static partial int posix_spawnp(out int pid, byte* file, void* actions, void* attributes, byte** argv, byte** envp);
    [LibraryImport("libc")] internal static partial int posix_spawn_file_actions_init(void* actions);
    [LibraryImport("libc")] internal static partial int posix_spawn_file_actions_destroy(void* actions);
    [LibraryImport("libc")] internal static partial int posix_spawn_file_actions_adddup2(void* actions, int from, int to);
    [LibraryImport("libc")] internal static partial int posix_spawn_file_actions_addopen(void* actions, int fd, byte* path, int flags, uint mode);

    /// <summary>glibc 2.29, musl 1.1.24.</summary>
    [LibraryImport("libc")] internal static partial int posix_spawn_file_actions_addchdir_np(void* actions, byte* path);
    [LibraryImport("libc")] internal static partial int posix_spawnattr_init(void* attributes);
    [LibraryImport("libc")] internal static partial int posix_spawnattr_destroy(void* attributes);
    [LibraryImport("libc")] internal static partial int posix_spawnattr_setflags(void* attributes, short flags);
    [LibraryImport("libc")] internal static partial int posix_spawnattr_setpgroup(void* attributes, int group);
    [LibraryImport("libc")] internal static partial int posix_spawnattr_setsigdefault(void* attributes, void* signals);
    [LibraryImport("libc")] internal static partial int posix_spawnattr_setsigmask(void* attributes, void* signals);
    [LibraryImport("libc")] internal static partial int sigfillset(void* signals);
    [LibraryImport("libc")] internal static partial int sigemptyset(void* signals);
}
