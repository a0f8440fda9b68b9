namespace Bench.Reports;

/// <summary>What a ratio of times says.</summary>
public enum ComparisonVerdict
{
    Faster,
    Slower,

    /// <summary>The interval contains 1: a difference smaller than the interval may still be there.</summary>
    NoDifferenceSeen,

    /// <summary>There is no interval.</summary>
    TooFew,
}
