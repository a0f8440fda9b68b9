namespace Bench.Core;

/// <summary>Chooses how often the next process of a case runs its kernel.</summary>
/// <remarks>Kalibera and Jones, "Rigorous benchmarking in reasonable time", ISMM 2013: the optimum is √(c₂/c₁ · T₁²/T₂²), c₂ the cost of a process, c₁ of an iteration.</remarks>
/// <param name="longest">What the kernels of one process may take together, as far as the fewest of them allow: a process that takes minutes leaves a budget no choice.</param>
public sealed class IterationCounts(Iterations iterations, TimeSpan longest)
{
    /// <summary>From fewer no warm-up can be told; more keep a budget from being divided.</summary>
    private const int Fewest = WarmUp.FewestIterations, Most = 50;

    /// <summary>Of kernels in the first process of a case, of which nothing but one execution is known.</summary>
    private const double FirstSeconds = 2;

    /// <summary>Of kernels in any other, without a budget.</summary>
    private const double LongestSeconds = 20;

    /// <summary>As long as there is time for a process of each case in every round that an interval needs.</summary>
    public static IterationCounts For(RunOptions options, int cases) => new(options.Iterations ?? Iterations.Auto, TimeSpan.FromSeconds(options.Budget is TimeSpan budget
        ? Math.Min(LongestSeconds, budget.TotalSeconds / (Math.Max(cases, 1) * Math.Max(options.Processes, MedianEstimate.FewestValues)))
        : LongestSeconds));

    private readonly Dictionary<CaseId, double> _execute = [];
    private readonly Dictionary<CaseId, List<(double[] Seconds, double Besides)>> _series = [];

    /// <param name="execute">Of the kernel, in a process that ran it once.</param>
    public void AddOnce(CaseId one, TimeSpan execute) => _execute.TryAdd(one, execute.TotalSeconds);

    /// <param name="seconds">Of each iteration, in their order.</param>
    /// <param name="took">Of the process as a whole.</param>
    public void Add(CaseId one, IReadOnlyList<double> seconds, TimeSpan took)
    {
        if (!_series.TryGetValue(one, out List<(double[], double)>? series))
            _series[one] = series = [];
        series.Add(([.. seconds], Math.Max(0, took.TotalSeconds - seconds.Sum())));
    }

    /// <summary>How long its kernel took in a process that ran it once; zero while none has.</summary>
    public TimeSpan Once(CaseId one) => TimeSpan.FromSeconds(_execute.GetValueOrDefault(one));

    public int Next(CaseId one)
    {
        if (iterations.Count is int count)
            return count;
        if (!_series.TryGetValue(one, out List<(double[] Seconds, double Besides)>? series))
            return _execute.TryGetValue(one, out double execute) ? (int)Math.Clamp(Math.Min(FirstSeconds, longest.TotalSeconds) / Math.Max(execute, 1e-9), Fewest, Most) : Fewest;
        int last = series[^1].Seconds.Length;
        if (series.Count == 1)
            return last;   // of one process nothing is known of the variance between processes, and two of one length tell the most
        if (WarmUp.Of([.. series.Select(static process => process.Seconds)]) is not WarmUp warmUp)
            return Fewest;
        double each = Math.Max(series.Average(process => process.Seconds[^1]), 1e-9), most = Math.Clamp(longest.TotalSeconds / each, Fewest, Most);
        double start = series.Average(process => process.Besides + process.Seconds.Take(warmUp.Iterations).Sum());
        // What has not settled may do so later.
        double best = warmUp.Variance is VarianceComponents variance ? warmUp.Iterations + variance.OptimalIterations(start, each) : most;
        return (int)Math.Clamp(best, Math.Max(warmUp.Iterations + 1, Fewest), Math.Max(warmUp.Iterations + 1, most));
    }
}
