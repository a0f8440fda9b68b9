using Bench.Core;

namespace Bench.Hosts;

/// <summary>What the end of a worker says about its function.</summary>
internal static class WorkerEnd
{
    // SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV: the processor's and the C library's traps.
    private static readonly int[] s_traps = [4, 5, 6, 7, 8, 11];

    internal static bool IsTrap(ExitStatus exit, Backend? backend) => exit switch
    {
        ExitStatus.Signalled signalled => s_traps.Contains(signalled.Signal),
        ExitStatus.Exited exited => backend?.TrapExitCodes.Contains(exited.Code) == true,
        _ => false,
    };

    internal static string Describe(string exit, string lastLine) => lastLine.Length > 0 ? $"{exit}: {lastLine.Trim()}" : exit;
}
