namespace Bench.Reports;

public sealed record ComparisonOptions
{
    /// <summary>The backend that ratios go through; null for times against times only.</summary>
    public string? Baseline { get; init; }

    /// <summary>Name of a run or column that the others are divided by; null for the first one.</summary>
    public string? Reference { get; init; }

    /// <summary>Null: commits where a machine has runs of several, else machines. Never types, over which a mean is taken only if somebody says so.</summary>
    public ComparisonAxis? By { get; init; }

    public PriceList? Prices { get; init; }

    /// <summary>Machines that were to be compared and left no run, or one that is not whole.</summary>
    public IReadOnlyList<FailedMachine> Failures { get; init; } = [];
}
