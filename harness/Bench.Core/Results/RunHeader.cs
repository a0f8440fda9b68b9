namespace Bench.Core;

/// <summary>First line of run.jsonl: everything a reader needs to judge and repeat the run.</summary>
public sealed record RunHeader
{
    /// <summary>Raised when a row changes its meaning; older versions stay readable.</summary>
    public const int CurrentSchema = 2;

    public required int Schema { get; init; }
    public required string BenchVersion { get; init; }

    /// <summary>Of the checkout, with <c>+</c> appended where it held uncommitted changes; empty outside a repository.</summary>
    public required string Commit { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required ulong Seed { get; init; }
    public required RunOptions Options { get; init; }
    public required MachineInfo Machine { get; init; }
    public required IReadOnlyList<ToolVersion> Tools { get; init; }
    public required IReadOnlyList<BackendInfo> Backends { get; init; }
    public required IReadOnlyList<WorkloadInfo> Workloads { get; init; }

    /// <summary>Every planned case, also those that an interruption left without a single row.</summary>
    public IReadOnlyList<CaseId> Cases { get; init; } = [];
}

/// <summary>What was asked for: enough to plan the same cases again.</summary>
public sealed record RunOptions
{
    public required string Suite { get; init; }

    /// <summary>Globs.</summary>
    public IReadOnlyList<string> Workloads { get; init; } = ["*"];

    /// <summary>Globs.</summary>
    public IReadOnlyList<string> Backends { get; init; } = ["*"];

    /// <summary>In place of the suite's sizes.</summary>
    public string? Size { get; init; }

    /// <summary>Of each case; with a budget or a precision those of the pilot.</summary>
    public required int Processes { get; init; }

    /// <summary>Of measuring; null for as long as it takes.</summary>
    public TimeSpan? Budget { get; init; }

    /// <summary>The run ends when no ratio's relative half-width is above this share; null without such a goal.</summary>
    public double? Precision { get; init; }

    /// <summary>The backend that ratios divide by where the plan weighs precision; null for each case's own median.</summary>
    public string? Baseline { get; init; }

    /// <summary>Of the processes that iterate, one beside each other process; null without any.</summary>
    public Iterations? Iterations { get; init; }
    public required TimeSpan CaseTimeout { get; init; }
    public required long MemoryLimitBytes { get; init; }
    public bool Pin { get; init; } = true;

    /// <summary>The core that programs were pinned to; null where they ran free.</summary>
    public int? PinnedCore { get; init; }

    /// <summary>Whether instructions are counted by a simulator of the processor too, where a backend can be run by it.</summary>
    public bool Count { get; init; }

    /// <summary>Whether each case has processes before which the page cache is dropped, too: as many as others.</summary>
    public bool Uncached { get; init; }

    /// <summary>What this run shares with the other side of a comparison whose processes ran in turn with its own; null where it was measured by itself.</summary>
    public string? Pair { get; init; }

    /// <summary>Whether the processes of each case follow from what was seen, and not from a fixed count.</summary>
    internal bool Planned => Budget is not null || Precision is not null;
}

public sealed record ToolVersion(string Id, string Title, string Version);

/// <param name="Version">Null where it was missing.</param>
/// <param name="Flags">The commands that build and run it, without paths.</param>
public sealed record BackendInfo(string Id, string Title, BackendClass Class, string? Version, string Flags);

/// <param name="Sizes">Size name to the program's arguments, for the sizes that were planned.</param>
public sealed record WorkloadInfo(string Id, string Title, IReadOnlyDictionary<string, IReadOnlyList<string>> Sizes)
{
    /// <summary>Size name to the SHA-256 of the answer that every output was compared with; a size that is not in it was not checked. Null in older files, when there was an answer for every size.</summary>
    public IReadOnlyDictionary<string, string>? Answers { get; init; }

    /// <summary>How the work grows with the first argument, by the names of <see cref="WorkGrowth"/>; null where that is not known.</summary>
    public string? Work { get; init; }

    /// <summary><see cref="StreamKind"/>, <see cref="DensityKind"/>, or null for programs and libraries.</summary>
    public string? Kind { get; init; }

    /// <summary>Messages through a source, a zipper, functions and a sink; its backends are a transport and a function host.</summary>
    public const string StreamKind = "stream";

    /// <summary>Many instances of a function at once; its backends are function hosts.</summary>
    public const string DensityKind = "density";
}
