namespace Bench.Reports;

/// <param name="Member">Whether no other point is at least as fast and as cheap, by the medians.</param>
/// <param name="Share">Share of the resamples in which that is so; null where any point has too few values.</param>
public sealed record ParetoStanding(bool Member, double? Share, ParetoState State);
