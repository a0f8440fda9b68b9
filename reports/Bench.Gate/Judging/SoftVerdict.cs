using Bench.Core;

namespace Bench.Gate;

/// <summary>By what factor a noisy number has grown, and what can be said of it against a limit.</summary>
/// <remarks>
/// Bounds within a run are those of <see cref="RankRatio"/>. Runs that were measured apart differ by more than their processes show: that deviation is added to
/// the distance of each bound as variances add (Zou and Donner, Statistics in Medicine 27, 2008), and so is what is not known of a backend that was divided out.
/// </remarks>
internal sealed class SoftVerdict
{
    private readonly Part _own;
    private readonly Part? _through;
    private readonly double _betweenRuns;

    /// <param name="betweenRuns">Deviation of the ratio of two runs' levels, as a share; 0 where both sides were measured in turn.</param>
    internal SoftVerdict(Sample baseline, Sample candidate, double betweenRuns)
    {
        (_own, _betweenRuns) = (new Part(baseline, candidate), betweenRuns);
        Spread = _own.Ratio.Spread;
    }

    private SoftVerdict(SoftVerdict one, Part through)
    {
        (_own, _through, _betweenRuns) = (one._own, through, one._betweenRuns);
        Spread = Math.Sqrt((one.Spread * one.Spread) + (through.Ratio.Spread * through.Ratio.Spread));
    }

    internal double Ratio => _own.Ratio.Value / (_through?.Ratio.Value ?? 1);

    /// <summary>Deviation of one process as a share.</summary>
    internal double Spread { get; init; }

    internal int BaselineProcesses => _own.Baseline.Count;
    internal int CandidateProcesses => _own.Candidate.Count;

    /// <summary>The same divided by the change of a reference, which stands for that of the machine.</summary>
    internal SoftVerdict Through(Sample baseline, Sample candidate) => new(this, new Part(baseline, candidate));

    /// <summary>The true ratio is larger, but for this probability; 0 where there are too few processes to say so.</summary>
    internal double Above(double alpha) => Ratio * Math.Exp(-Distance(alpha, down: true));

    /// <summary>The true ratio is smaller, but for this probability.</summary>
    internal double Below(double alpha) => Ratio * Math.Exp(Distance(alpha, down: false));

    /// <summary>The smallest ratio whose lower bound is beyond the limit with probability 0.95; infinity where no ratio's is.</summary>
    internal double Sees(double limit, double alpha)
    {
        if (Above(alpha) == 0)
            return double.PositiveInfinity;
        double reach = Within(alpha) + Within(0.05);
        return limit * Math.Exp(reach);

        double Within(double level) => Math.Sqrt(Square(RankRatio.Reach(Spread, CandidateProcesses, BaselineProcesses, level)) + Square(Normal(level) * _betweenRuns));
    }

    /// <summary>Processes a side beyond those there are that would bring the nearer verdict; null where more than <see cref="GateCheck.MostProcesses"/> would not.</summary>
    internal int? More(double limit, double alpha, double overlooked)
    {
        double toLimit = Math.Log(Ratio / limit), level = toLimit > 0 ? alpha : overlooked;
        double room = Square(toLimit) - Square(Normal(level) * _betweenRuns);
        if (room <= 0)
            return null;
        double count = RankRatio.CountFor(Spread, Math.Sqrt(room), level);
        int more = (int)Math.Min(Math.Ceiling(count), GateCheck.MostProcesses + 1) - Math.Min(BaselineProcesses, CandidateProcesses);
        // What is there should have been enough and was not, by bad luck: a quarter more.
        more = Math.Max(more, Math.Max(1, BaselineProcesses / 4));
        return count > GateCheck.MostProcesses ? null : more;
    }

    private double Distance(double alpha, bool down)
    {
        double squared = Square(_own.Distance(alpha, down)) + Square(Normal(alpha) * _betweenRuns);
        if (_through is not null)
            squared += Square(_through.Distance(alpha, !down));
        return Math.Sqrt(squared);
    }

    private static double Normal(double alpha) => -MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, alpha);

    private static double Square(double value) => value * value;

    private sealed record Part(Sample Baseline, Sample Candidate)
    {
        internal RankRatio Ratio { get; } = new(Candidate, Baseline);

        /// <summary>As a logarithm; infinity where there are too few values.</summary>
        internal double Distance(double alpha, bool down) => down ? Math.Log(Ratio.Value / Ratio.Above(alpha)) : Math.Log(Ratio.Below(alpha) / Ratio.Value);
    }
}
