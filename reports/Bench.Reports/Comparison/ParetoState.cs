namespace Bench.Reports;

public enum ParetoState
{
    /// <summary>No other point is as fast and as cheap, and that holds in 95 % of the resamples.</summary>
    InTheSet,

    /// <summary>One point is both faster and cheaper, and the 95 % intervals of both ratios exclude 1.</summary>
    ClearlyDominated,

    /// <summary>Neither: more processes would tell.</summary>
    Undecided,
    TooFew,
}
