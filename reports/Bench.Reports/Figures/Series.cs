using Bench.Core;

namespace Bench.Reports;

/// <summary>One measure of one case.</summary>
/// <param name="Median">Over processes, with its interval where the sample is large enough.</param>
/// <param name="Ratio">To the baseline's median; null for a case without a baseline.</param>
/// <param name="Values">In the order of execution, or <see cref="Thinning"/>'s quantiles of them.</param>
public sealed record Series(CaseId Case, Measure Measure, Sample Sample, Estimate Median, Estimate? Ratio, IReadOnlyList<double> Values)
{
    public bool IsThinned => Values.Count < Sample.Count;
}

/// <summary>The iterations of one process that ran its kernel several times.</summary>
/// <param name="Points">Iteration from 1, and its nanoseconds.</param>
public sealed record IterationSeries(CaseId Case, int Process, IReadOnlyList<(int Iteration, double Nanoseconds)> Points, bool IsThinned);
