namespace Bench.Reports;

/// <summary>A table that others published: a file of this folder, embedded.</summary>
public sealed record PublishedTable
{
    public required string Id { get; init; }
    public required string Title { get; init; }
    public required PublishedSource Source { get; init; }
    public required string Machine { get; init; }
    public required string Kernel { get; init; }

    /// <summary>Of every cell; always <c>s</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>Per cell.</summary>
    public required int Runs { get; init; }
    public required string Statistic { get; init; }

    /// <summary>What was timed, and how.</summary>
    public required string Phase { get; init; }

    /// <summary>The runtime that ratios divide by.</summary>
    public required string Baseline { get; init; }
    public required IReadOnlyList<PublishedRuntime> Runtimes { get; init; }
    public required IReadOnlyList<PublishedWorkload> Workloads { get; init; }

    /// <summary>One line that says where the numbers are from.</summary>
    public string Origin => $"{Source.Repository}, {Source.File} of {Source.Date}, commit {Source.Commit[..7]}; {Machine}, kernel {Kernel}; {Statistic} of {Runs} runs in seconds: {Phase}";
}

public sealed record PublishedSource(string Repository, string Commit, string File, string Date);

/// <param name="Successors">Backends of ours that stand in its place today; the first that was measured is taken.</param>
/// <param name="Holds">What its times hold: they are not the same for all.</param>
/// <param name="Retired">Why it cannot be had any more; null while it or a successor can.</param>
public sealed record PublishedRuntime(string Id, string Title, IReadOnlyList<string> Successors, string Holds, string? Retired = null);

/// <param name="Id">Our workload that does the same.</param>
/// <param name="Published">How the table calls it.</param>
/// <param name="Arguments">A comparison needs the same.</param>
/// <param name="Cells">By runtime: seconds with the digits that were published, or <c>failed</c>.</param>
/// <param name="Doubts">By runtime: why a cell is no measurement; it is shown and never ranked.</param>
public sealed record PublishedWorkload(
    string Id, string Published, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Cells, IReadOnlyDictionary<string, string>? Doubts = null)
{
    public const string Failed = "failed";

    /// <returns>Null where the runtime failed or has no cell.</returns>
    public double? Seconds(string runtime) => Cells.TryGetValue(runtime, out string? text) && text != Failed ? double.Parse(text) : null;

    public string? Doubt(string runtime) => Doubts?.GetValueOrDefault(runtime);

    /// <summary>Published to the millisecond: below ten of them a ratio would have one digit.</summary>
    public bool CanDivideBy(string runtime) => Seconds(runtime) >= 0.01;
}
