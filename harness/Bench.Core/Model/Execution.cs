namespace Bench.Core;

/// <param name="Artifact">What the last build step made.</param>
public sealed record ExecutionRequest(Workload Workload, WorkloadSize Size, string Artifact, ExecutionOptions Options)
{
    public ExpectedOutput Expected => Size.Expected;
}

/// <param name="MemoryBytes">Resident memory of the whole process tree; looked at every few milliseconds, because wasm engines reserve address space far beyond what they use.</param>
/// <param name="Core">The core to pin to; null leaves the process free.</param>
/// <param name="Launcher">The program of harness/launcher; without it peak memory below the harness's own and counters are absent.</param>
public sealed record ExecutionOptions(TimeSpan Timeout, long MemoryBytes, int? Core, string? Launcher)
{
    public static readonly ExecutionOptions Default = new(TimeSpan.FromMinutes(2), 4L << 30, null, null);
}

/// <summary>What happened to one process, with every number that was read.</summary>
public sealed record Execution
{
    /// <summary>Realtime clock, nanoseconds since 1970, just before the spawn.</summary>
    public required long SpawnedAtUnixNs { get; init; }
    public required ExitStatus Exit { get; init; }
    public IReadOnlyList<Reading> Readings { get; init; } = [];
    public OutputSummary Output { get; init; } = OutputSummary.Empty;

    /// <summary>Standard error without the rows of the protocol, its end only.</summary>
    public string StderrTail { get; init; } = "";

    /// <summary>A row on standard error that could not be parsed; null when all could.</summary>
    public string? MalformedRow { get; init; }
}

public abstract record ExitStatus
{
    private ExitStatus() { }

    public sealed record Exited(int Code) : ExitStatus;

    public sealed record Signalled(int Signal) : ExitStatus;

    public sealed record TimedOut(TimeSpan After) : ExitStatus;

    public sealed record MemoryExceeded(long LimitBytes, long SeenBytes) : ExitStatus;

    public sealed record NotStarted(string Reason) : ExitStatus;
}

/// <summary>Standard output after it streamed by.</summary>
/// <param name="Sha256">Lower-case hexadecimal.</param>
/// <param name="Head">The first bytes as text, to show what came instead of the answer.</param>
/// <param name="Tail">The last bytes as text: engines that log to standard output explain themselves there.</param>
public sealed record OutputSummary(string Sha256, long Bytes, string Head, string Tail)
{
    public static readonly OutputSummary Empty = new("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 0, "", "");

    public bool Matches(ExpectedOutput expected) => Bytes == expected.Bytes && Sha256 == expected.Sha256;
}
