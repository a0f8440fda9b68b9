using Bench.Core;

namespace Bench.Gate;

/// <summary>By what factor a noisy number has grown, and what can be said of it against a limit.</summary>
/// <remarks>
/// Bounds are those of <see cref="RatioByRanks"/>. Runs that were measured apart differ by more than their processes show: that deviation is added to
/// the distance of each bound as variances add (Zou and Donner, Statistics in Medicine 27, 2008), and so is what is not known of a backend that was divided out.
/// </remarks>
internal sealed class SoftVerdict
{
    private readonly RatioByRanks _own;
    private readonly RatioByRanks? _through;
    private readonly double _betweenRuns;
    private readonly int _baselineProcesses, _candidateProcesses;

    /// <param name="betweenRuns">Deviation of the ratio of two runs' levels, as a share; 0 where both sides were measured in turn.</param>
    /// <param name="through">The ratio of a reference, which stands for that of the machine and is divided out; null on one machine.</param>
    internal SoftVerdict(RatioByRanks own, int baselineProcesses, int candidateProcesses, double betweenRuns, RatioByRanks? through = null)
    {
        (_own, _baselineProcesses, _candidateProcesses, _betweenRuns, _through) = (own, baselineProcesses, candidateProcesses, betweenRuns, through);
        Spread = Math.Sqrt(Square(own.Spread) + Square(through?.Spread ?? 0));
    }

    internal double Ratio => _own.Value / (_through?.Value ?? 1);

    /// <summary>Deviation of one process as a share.</summary>
    internal double Spread { get; }

    /// <summary>Processes of each side without which nothing is red at this level.</summary>
    internal int Fewest(double alpha) => _own.Fewest(alpha);

    /// <summary>The true ratio is larger, but for this probability; 0 where there are too few processes to say so.</summary>
    internal double Above(double alpha) => Ratio * Math.Exp(-Distance(alpha, down: true));

    /// <summary>The true ratio is smaller, but for this probability.</summary>
    internal double Below(double alpha) => Ratio * Math.Exp(Distance(alpha, down: false));

    /// <summary>The smallest ratio whose lower bound is beyond the limit with probability 0.95; infinity where no ratio's is.</summary>
    /// <param name="spread">Deviation of one process as a share.</param>
    internal double Sees(double limit, double alpha, double spread)
    {
        return Above(alpha) == 0 ? double.PositiveInfinity : limit * Math.Exp(Within(alpha) + Within(0.05));

        double Within(double level) => Math.Sqrt(Square(RatioByRanks.Reach(spread, _candidateProcesses, _baselineProcesses, level)) + Square(Normal(level) * _betweenRuns));
    }

    /// <summary>Processes a side beyond those there are that would bring the nearer verdict; null where more than <see cref="GateCheck.MostProcesses"/> would not.</summary>
    internal int? More(double limit, double alpha, double overlooked)
    {
        double toLimit = Math.Log(Ratio / limit), level = toLimit > 0 ? alpha : overlooked;
        double room = Square(toLimit) - Square(Normal(level) * _betweenRuns);
        if (room <= 0)
            return null;
        double count = _own.CountFor(Spread, Math.Sqrt(room), level);
        int more = (int)Math.Min(Math.Ceiling(count), GateCheck.MostProcesses + 1) - Math.Min(_baselineProcesses, _candidateProcesses);
        // What is there should have been enough and was not, by bad luck: a quarter more.
        more = Math.Max(more, Math.Max(1, _baselineProcesses / 4));
        return count > GateCheck.MostProcesses ? null : more;
    }

    private double Distance(double alpha, bool down)
    {
        double squared = Square(Distance(_own, alpha, down)) + Square(Normal(alpha) * _betweenRuns);
        if (_through is not null)
            squared += Square(Distance(_through, alpha, !down));
        return Math.Sqrt(squared);
    }

    /// <summary>As a logarithm; infinity where there are too few values.</summary>
    private static double Distance(RatioByRanks ratio, double alpha, bool down) => down ? Math.Log(ratio.Value / ratio.Above(alpha)) : Math.Log(ratio.Below(alpha) / ratio.Value);

    private static double Normal(double alpha) => -MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, alpha);

    private static double Square(double value) => value * value;
}
