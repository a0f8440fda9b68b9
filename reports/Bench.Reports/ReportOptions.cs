namespace Bench.Reports;

public sealed record ReportOptions
{
    public static readonly ReportOptions Default = new();

    public ReportStyle Style { get; init; } = ReportStyle.Default;
    public IReadOnlyList<ReportFormat> Formats { get; init; } = [ReportFormat.Markdown, ReportFormat.Csv];

    /// <summary>The backend that ratios divide by.</summary>
    public string Baseline { get; init; } = "native-clang";
}

public enum ReportFormat
{
    Markdown,
    Csv,
}

public enum ReportStyle
{
    /// <summary>A table for each workload and size, the phases apart.</summary>
    Default,

    /// <summary>A block for each machine: runtimes by workloads.</summary>
    Paper,
}
