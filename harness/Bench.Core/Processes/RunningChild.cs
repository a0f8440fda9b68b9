using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Bench.Core;

/// <summary>One child from spawn to exit, on one thread: reads its pipes, watches clock, memory and cancellation, and leaves nothing behind.</summary>
/// <remarks>The thread must live until the child ends: the launcher asks the kernel to be killed when the thread that spawned it dies.</remarks>
/// <param name="grace">For a child that changes the machine: how long it may take to end by itself after SIGINT. What it started in the background is left alone.</param>
internal sealed unsafe class RunningChild(Command command, ExecutionOptions options, bool report, TimeSpan? grace = null)
{
    private const int TickMilliseconds = 20;
    private const int BufferBytes = 1 << 16;
    private const int PipeBytes = 1 << 20;

    /// <summary>How long pipes may stay open after the child and all its descendants have been killed.</summary>
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(5);

    /// <param name="arrivedAtUnixNs">When the harness was told that there was something to read.</param>
    internal delegate void Sink(ReadOnlySpan<byte> bytes, long arrivedAtUnixNs);

    private readonly ChildMark _mark = new();
    private readonly HashSet<int> _killed = [];
    private bool _reaped;

    /// <summary>A descriptor that becomes readable when the process ends; -1 where the kernel has none (before Linux 5.3), and then the process is asked every millisecond.</summary>
    internal Func<int, int> OpenPidfd { private get; init; } = static pid => (int)NativeMethods.syscall(NativeMethods.SYS_pidfd_open, pid, 0);

    internal long SpawnedAtUnixNs { get; private set; }
    internal long WallNs { get; private set; }
    internal NativeMethods.RUsage Usage { get; private set; }
    internal ExitStatus Exit { get; private set; } = new ExitStatus.NotStarted("not started");
    internal byte[] Report { get; private set; } = [];

    /// <exception cref="OperationCanceledException">Cancelled; the child and its tree have been ended.</exception>
    internal void Run(Sink stdout, Sink stderr, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        using MemoryStream reportBytes = new();
        int[] ends = [-1, -1, -1, -1, -1, -1];
        int pidfd = -1;
        int pid = 0;
        try
        {
            OpenPipes(ends);
            _mark.Know(ends[0], ends[2]);
            Command marked = grace is null ? _mark.PutOn(command) : command;
            long begin = 0;
            int error = ProcessTree.StartOwned(() =>
            {
                using AffinityScope pinned = new(options.Core);
                if (pinned.Error != 0)
                    return (pinned.Error, 0);
                SpawnedAtUnixNs = RealtimeClock.UnixNanoseconds();
                begin = Stopwatch.GetTimestamp();
                return (Spawn.Start(marked, ends[1], ends[3], report ? ends[5] : -1, out int started), started);
            }, out pid);
            for (int write = 1; write < ends.Length; write += 2)
                Close(ref ends[write]);
            if (error != 0)
            {
                pid = 0;
                Exit = Spawn.NotStarted(command.Executable, options.Core is int core && !Affinity.Allows(core)
                    ? $"this process may not use core {core}" : Spawn.Describe(error));
                return;
            }
            pidfd = OpenPidfd(pid);
            Watch(pid, pidfd, begin, ends, [stdout, stderr, (bytes, _) => reportBytes.Write(bytes)], ct);
            Report = reportBytes.ToArray();
        }
        finally
        {
            for (int i = 0; i < ends.Length; i++)
                Close(ref ends[i]);
            Close(ref pidfd);
            if (pid > 0 && !_reaped)
            {
                _killed.UnionWith(ProcessTree.Kill(pid));
                Reap(pid, 0);
            }
            EndStrays();
        }
        ct.ThrowIfCancellationRequested();
    }

    private void Watch(int pid, int pidfd, long begin, int[] ends, Sink[] sinks, CancellationToken ct)
    {
        byte[] buffer = GC.AllocateUninitializedArray<byte>(BufferBytes, pinned: true);
        NativeMethods.PollFd* polled = stackalloc NativeMethods.PollFd[4];
        bool exited = false;
        ExitStatus? forced = null;
        long killedAt = 0, lookedAt = begin;
        while (!exited || ends.Any(static fd => fd >= 0))
        {
            for (int i = 0; i < 3; i++)
                polled[i] = new NativeMethods.PollFd { Fd = ends[2 * i], Events = NativeMethods.POLLIN };
            polled[3] = new NativeMethods.PollFd { Fd = exited ? -1 : pidfd, Events = NativeMethods.POLLIN };
            int ready = NativeMethods.poll(polled, 4, pidfd < 0 ? 1 : TickMilliseconds);
            long seen = Stopwatch.GetTimestamp(), seenAtUnixNs = RealtimeClock.UnixNanoseconds();

            if (!exited && (pidfd < 0 || (ready > 0 && polled[3].Revents != 0)) && Reap(pid, NativeMethods.WNOHANG))
            {
                exited = true;
                WallNs = (long)Stopwatch.GetElapsedTime(begin, seen).TotalNanoseconds;
                EndStrays();   // whoever still holds the pipes would keep them open
                killedAt = Stopwatch.GetTimestamp();
            }
            for (int i = 0; ready > 0 && i < 3; i++)
                if (polled[i].Revents != 0)
                    ReadSome(ref ends[2 * i], buffer, sinks[i], seenAtUnixNs);

            if (exited && Stopwatch.GetElapsedTime(killedAt) > s_drain)
                break;
            // A program that prints a lot wakes the harness often; reading all of /proc each time would take its core.
            bool look = !exited && forced is null && Stopwatch.GetElapsedTime(lookedAt).TotalMilliseconds >= TickMilliseconds;
            if (look && (forced = MustEnd(pid, begin, ct)) is not null)
            {
                if (grace is null)
                    _killed.UnionWith(ProcessTree.Kill(pid));
                else
                    ProcessTree.Interrupt(pid);
                killedAt = Stopwatch.GetTimestamp();
            }
            else if (!exited && forced is not null && Stopwatch.GetElapsedTime(killedAt) > (grace ?? TimeSpan.FromMilliseconds(200)))
            {
                // A descendant forked while the tree was being read.
                _killed.UnionWith(ProcessTree.Kill(pid));
                killedAt = Stopwatch.GetTimestamp();
            }
            if (look)
                lookedAt = Stopwatch.GetTimestamp();
        }
        if (forced is not null)
            Exit = forced;
    }

    private void EndStrays()
    {
        if (grace is null)
            ProcessTree.EndStrays(_mark, _killed);
    }

    private ExitStatus? MustEnd(int pid, long begin, CancellationToken ct)
    {
        TimeSpan elapsed = Stopwatch.GetElapsedTime(begin);
        if (ct.IsCancellationRequested)
            return new ExitStatus.TimedOut(elapsed);
        if (elapsed > options.Timeout)
            return new ExitStatus.TimedOut(options.Timeout);
        if (options.MemoryBytes == long.MaxValue)
            return null;
        long resident = ProcessTree.ResidentBytes(pid);
        return resident > options.MemoryBytes ? new ExitStatus.MemoryExceeded(options.MemoryBytes, resident) : null;
    }

    private bool Reap(int pid, int options)
    {
        if (!ProcessTree.Reap(pid, options, out int status, out NativeMethods.RUsage usage))
            return false;
        _reaped = true;
        Usage = usage;
        int signal = status & 0x7f;
        Exit = signal == 0 ? new ExitStatus.Exited((status >> 8) & 0xff) : new ExitStatus.Signalled(signal);
        return true;
    }

    private static void ReadSome(ref int fd, byte[] buffer, Sink sink, long seenAtUnixNs)
    {
        nint count;
        fixed (byte* start = buffer)
            count = NativeMethods.read(fd, start, BufferBytes);
        if (count > 0)
            sink(buffer.AsSpan(0, (int)count), seenAtUnixNs);
        else if (count == 0 || Marshal.GetLastPInvokeError() != NativeMethods.EINTR)
            Close(ref fd);
    }

    private static void OpenPipes(int[] ends)
    {
        fixed (int* start = ends)
            for (int pair = 0; pair < ends.Length; pair += 2)
            {
                if (NativeMethods.pipe2(start + pair, NativeMethods.O_CLOEXEC) != 0)
                    throw new IOException($"cannot make a pipe: {Spawn.Describe(Marshal.GetLastPInvokeError())}");
                // Fewer stops for a program that prints a lot; failing only costs speed.
                _ = NativeMethods.fcntl(start[pair], NativeMethods.F_SETPIPE_SZ, PipeBytes);
            }
    }

    private static void Close(ref int fd)
    {
        if (fd >= 0)
            _ = NativeMethods.close(fd);
        fd = -1;
    }
}
