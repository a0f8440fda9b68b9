using System.IO.Pipes;

namespace Bench.Core;

/// <summary>A helper that lives for many measurements, such as a container engine. The sweeps that end what measured programs leave behind spare it.</summary>
/// <remarks>
/// The thread that starts it lives as long as it does, so the helper may ask the kernel to be killed with its parent (<c>setpriv --pdeathsig</c>).
/// </remarks>
public sealed class BackgroundProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_disposeGrace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_killed = TimeSpan.FromSeconds(10);

    private const int LongestLine = 1 << 16;
    private const int StandardError = 2;

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<ExitStatus> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _outputEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ChildMark _mark = new();
    private bool _reaped;

    private BackgroundProcess() { }

    public int Pid { get; private set; }

    /// <summary>Completes when the process has ended, for whatever reason.</summary>
    public Task<ExitStatus> Exited => _exited.Task;

    /// <summary>Completes when the last line was handed to who takes them; whoever inherited the pipe may keep it open beyond the process.</summary>
    public Task OutputEnded => _outputEnded.Task;

    /// <param name="logFile">Takes both its streams, or standard error alone where somebody takes the lines; emptied first.</param>
    /// <param name="onLine">Called on a thread of its own with each line of standard output; null for one that is too long.</param>
    /// <exception cref="IOException">It cannot be started, or the log file cannot be written.</exception>
    public static BackgroundProcess Start(Command command, string logFile, Action<string?>? onLine = null)
    {
        BackgroundProcess process = new();
        process.Launch(command, onLine is null ? marked => Spawned(marked, logFile) : marked => process.Spawned(marked, logFile, onLine));
        if (onLine is null)
            process._outputEnded.SetResult();
        return process;
    }

    /// <summary>What it says on standard error is said on this process's; its standard output goes nowhere.</summary>
    /// <exception cref="IOException">It cannot be started.</exception>
    public static BackgroundProcess Start(Command command) => Start(command, static marked =>
    {
        using Microsoft.Win32.SafeHandles.SafeFileHandle nowhere = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Write);
        return Spawned(marked, -1, (int)nowhere.DangerousGetHandle(), StandardError);
    });

    /// <param name="spawn">Starts the command and returns its process id.</param>
    /// <exception cref="IOException">It cannot be started.</exception>
    internal static BackgroundProcess Start(Command command, Func<Command, int> spawn)
    {
        BackgroundProcess process = new();
        process.Launch(command, spawn);
        process._outputEnded.SetResult();
        return process;
    }

    private void Launch(Command command, Func<Command, int> spawn)
    {
        TaskCompletionSource started = new();
        Thread thread = new(() => Run(command, spawn, started)) { IsBackground = true, Name = "background process" };
        thread.Start();
        started.Task.GetAwaiter().GetResult();
    }

    /// <summary>Asks the process and its group to end, and kills it with its tree if that takes longer than <paramref name="grace"/>.</summary>
    /// <returns>Whether it ended unforced.</returns>
    /// <exception cref="TimeoutException">It could not even be killed.</exception>
    public async Task<bool> EndAsync(TimeSpan grace)
    {
        lock (_gate)
            if (!_reaped)
                NativeMethods.kill(-Pid, NativeMethods.SIGTERM);
        try
        {
            await _exited.Task.WaitAsync(grace);
            return true;
        }
        catch (TimeoutException)
        {
            await KillAsync();
            return false;
        }
    }

    /// <summary>Kills the process and its tree, and waits until all of it has gone.</summary>
    /// <exception cref="TimeoutException">It could not be killed.</exception>
    public async Task KillAsync()
    {
        IReadOnlyCollection<int> killed = [];
        lock (_gate)
            if (!_reaped)
                killed = ProcessTree.Kill(Pid);
        await _exited.Task.WaitAsync(s_killed);
        // Descendants come to the harness when their parent ends: waiting for them is what makes sure of their end.
        ProcessTree.EndStrays(_mark, killed);
    }

    public async ValueTask DisposeAsync() => await EndAsync(s_disposeGrace);

    /// <summary>Kills a process that an earlier run left behind, with its tree. Whoever calls must be sure whose it is.</summary>
    public static void KillLeftover(int pid) => ProcessTree.Kill(pid);

    /// <summary>What the process and its descendants have used up to now; nothing once it has ended.</summary>
    public TreeUsage? Look()
    {
        lock (_gate)
            return _reaped ? null : ProcessTree.UsageOf(Pid);
    }

    private void Run(Command command, Func<Command, int> spawn, TaskCompletionSource started)
    {
        int pidfd;
        try
        {
            Pid = spawn(_mark.PutOn(command));
            pidfd = (int)NativeMethods.syscall(NativeMethods.SYS_pidfd_open, Pid, 0);
            if (pidfd < 0)
            {
                int error = System.Runtime.InteropServices.Marshal.GetLastPInvokeError();
                ProcessTree.Kill(Pid);
                ProcessTree.Reap(Pid, 0, out _, out _);
                throw new IOException($"{command.Executable} cannot be watched: {Spawn.Describe(error)}");
            }
        }
        catch (Exception e)
        {
            started.SetException(e);
            return;
        }
        started.SetResult();
        _exited.SetResult(Reap(pidfd));
    }

    private void HandOver(Stream pipe, Action<string?> onLine)
    {
        try
        {
            using StreamReader reader = new(pipe);
            BoundedLines lines = new(reader, LongestLine);
            while (lines.TryRead(out string? line))
                onLine(line);
        }
        finally
        {
            _outputEnded.SetResult();
        }
    }

    private static int Spawned(Command command, string logFile)
    {
        using Microsoft.Win32.SafeHandles.SafeFileHandle log = File.OpenHandle(logFile, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        int fd = (int)log.DangerousGetHandle();
        return Spawned(command, -1, fd, fd);
    }

    /// <summary>Standard output goes to a pipe, line by line.</summary>
    private int Spawned(Command command, string logFile, Action<string?> onLine)
    {
        using Microsoft.Win32.SafeHandles.SafeFileHandle log = File.OpenHandle(logFile, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        AnonymousPipeServerStream lines = new(PipeDirection.In, HandleInheritability.None);
        try
        {
            int pid = Spawned(command, -1, (int)lines.ClientSafePipeHandle.DangerousGetHandle(), (int)log.DangerousGetHandle());
            lines.DisposeLocalCopyOfClientHandle();
            new Thread(() => HandOver(lines, onLine)) { IsBackground = true, Name = "lines of a background process" }.Start();
            return pid;
        }
        catch
        {
            lines.Dispose();
            throw;
        }
    }

    /// <exception cref="IOException">It cannot be started.</exception>
    internal static int Spawned(Command command, int stdin, int stdout, int stderr)
    {
        int error = ProcessTree.StartOwned(() => (Spawn.Start(command, stdout, stderr, -1, out int started, stdin), started), out int pid);
        return error == 0 ? pid : throw new IOException($"{command.Executable} could not be started: {Spawn.Describe(error)}");
    }

    private unsafe ExitStatus Reap(int pidfd)
    {
        NativeMethods.PollFd polled = new() { Fd = pidfd, Events = NativeMethods.POLLIN };
        while (NativeMethods.poll(&polled, 1, -1) < 0)
            continue;   // interrupted by a signal
        lock (_gate)    // from here on the number may belong to another process
        {
            ProcessTree.Reap(Pid, 0, out int status, out _);
            _reaped = true;
            NativeMethods.close(pidfd);
            int signal = status & 0x7f;
            return signal == 0 ? new ExitStatus.Exited((status >> 8) & 0xff) : new ExitStatus.Signalled(signal);
        }
    }
}
