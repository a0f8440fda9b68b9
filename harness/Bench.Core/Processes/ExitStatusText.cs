namespace Bench.Core;

public static class ExitStatusText
{
    private static readonly Dictionary<int, string> s_signals = new()
    {
        [1] = "SIGHUP", [2] = "SIGINT", [3] = "SIGQUIT", [4] = "SIGILL", [5] = "SIGTRAP", [6] = "SIGABRT", [7] = "SIGBUS", [8] = "SIGFPE",
        [9] = "SIGKILL", [11] = "SIGSEGV", [13] = "SIGPIPE", [14] = "SIGALRM", [15] = "SIGTERM", [24] = "SIGXCPU", [25] = "SIGXFSZ", [31] = "SIGSYS",
    };

    public static string Describe(this ExitStatus status) => status switch
    {
        ExitStatus.Exited exited => $"exit code {exited.Code}",
        ExitStatus.Signalled signalled => $"ended by {SignalName(signalled.Signal)}",
        ExitStatus.TimedOut timedOut => $"not finished after {timedOut.After.TotalSeconds:0.###} s",
        ExitStatus.MemoryExceeded memory => $"used {memory.SeenBytes >> 20} MiB of memory, the limit is {memory.LimitBytes >> 20} MiB",
        ExitStatus.NotStarted notStarted => $"could not be started: {notStarted.Reason}",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    public static string SignalName(int signal) => s_signals.TryGetValue(signal, out string? name) ? name : $"signal {signal}";
}
