namespace Bench.Reports;

/// <summary>What the columns of a comparison are.</summary>
public enum ComparisonAxis
{
    Machine,

    /// <summary>The checkouts that were measured, each machine's apart.</summary>
    Commit,

    /// <summary>The types of the machines: all of a type together, each of which is one value.</summary>
    Type,
}
