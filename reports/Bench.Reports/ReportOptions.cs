using Bench.Core;

namespace Bench.Reports;

public sealed record ReportOptions
{
    public static readonly ReportOptions Default = new();

    public ReportStyle Style { get; init; } = ReportStyle.Default;

    /// <summary>Names of <see cref="ReportFormats"/>.</summary>
    public IReadOnlyList<string> Formats { get; init; } = ["md", "csv", "html"];

    /// <summary>The backend that ratios divide by.</summary>
    public string Baseline { get; init; } = "native-clang";

    /// <summary>Whether the paper style may show what was not measured, marked as such.</summary>
    public bool Extrapolate { get; init; }

    /// <summary>Runtime of a published table to the backend that stands in its place, beside those that the tables name.</summary>
    public IReadOnlyDictionary<string, string> Successors { get; init; } = new Dictionary<string, string>();

    /// <summary>Machines of a fleet that left no run, or one that is not whole.</summary>
    public IReadOnlyList<FailedMachine> Failures { get; init; } = [];

    /// <summary>Where a format finds the programs that it needs, such as Node.js for figures; null where none may be used.</summary>
    public Toolbox? Tools { get; init; }
}

public enum ReportStyle
{
    /// <summary>A table for each workload and size, the phases apart.</summary>
    Default,

    /// <summary>A block for each machine: runtimes by workloads.</summary>
    Paper,

    /// <summary>Deployment forms: what starting and keeping them costs.</summary>
    ColdStart,
}
