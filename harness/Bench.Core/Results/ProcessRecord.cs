namespace Bench.Core;

/// <summary>Closes the measurements of one process in run.jsonl: without it they are torn and do not count.</summary>
/// <param name="Sequence">Position in the order of execution, from 1; lets a reader look for drift.</param>
/// <param name="Took">All that the process cost the run: its life and the harness's share; null in runs that did not write it down.</param>
public sealed record ProcessRecord(CaseId Case, WorkKind Kind, int Process, int Sequence, DateTimeOffset StartedAt, TimeSpan? Took = null);

/// <summary>What a process was run for.</summary>
public enum WorkKind
{
    /// <summary>The workload's program.</summary>
    Execute,

    /// <summary>The workload's program, its kernel run several times in one process: shows warm-up and steady state.</summary>
    Iterate,

    /// <summary>The engine's ahead-of-time compiler.</summary>
    Compile,

    /// <summary>The source compiler; once at most, and only where the artifact was not at hand.</summary>
    Build,

    /// <summary>The workload's program in a simulator of the processor that counts its instructions; once at most. None of its times are kept.</summary>
    Count,

    /// <summary>The workload's program after the kernel was told to forget the files that it had read: start-up from the disk.</summary>
    Uncached,
}
