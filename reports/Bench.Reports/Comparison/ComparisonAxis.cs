namespace Bench.Reports;

/// <summary>What the columns of a comparison are.</summary>
public enum ComparisonAxis
{
    Machine,

    /// <summary>The checkouts that were measured, each machine's apart.</summary>
    Commit,
}
