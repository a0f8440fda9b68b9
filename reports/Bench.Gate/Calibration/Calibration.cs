using Bench.Core;

namespace Bench.Gate;

/// <summary>What a machine's noise lets a gate see, and how many processes that takes.</summary>
public sealed record Calibration
{
    /// <summary>Looked for in every case.</summary>
    public static readonly IReadOnlyList<double> Slowdowns = [0.03, 0.05, 0.1, 0.3];

    /// <summary>The one that a gate should catch.</summary>
    public const double Wanted = 0.1;

    /// <summary>How often it should.</summary>
    public const double Certainty = 0.95;

    private static readonly int[] s_counts = [6, 8, 10, 12, 15, 20, 25, 30, 40, 60, 80, 100];
    private const double FinestSlowdown = 0.005, LargestSlowdown = 4;

    /// <summary>Processes a side with which <see cref="Wanted"/> is caught in <see cref="Certainty"/> of gates; null where not even the most do.</summary>
    public required int? Recommended { get; init; }

    /// <summary>Of a gate with the recommended count, when nothing has to be measured afresh.</summary>
    public TimeSpan? Takes { get; init; }

    /// <summary>For the recommended count, or the largest: gates between equals first, then each of <see cref="Slowdowns"/>.</summary>
    public required IReadOnlyList<Detection> Detections { get; init; }

    /// <summary>Of each case.</summary>
    public required IReadOnlyList<CalibratedCase> Cases { get; init; }

    /// <summary>The case that needs the most processes, and those that would be enough without it; null where it makes no difference, or is the only one.</summary>
    public (CalibratedCase Case, int Processes)? Noisiest
    {
        get
        {
            CalibratedCase[] order = [.. Cases.OrderByDescending(static one => one.Needs ?? int.MaxValue)];
            return order is [CalibratedCase first, { Needs: int rest }, ..] && !(first.Needs <= rest) ? (first, rest) : null;
        }
    }

    /// <exception cref="UsageException">No case has enough processes to draw from.</exception>
    public static Calibration Of(NoisePool pool, GateRules rules, ulong seed, int gates)
    {
        if (pool.Cases.Count == 0)
            throw new UsageException($"no case has {NoisePool.FewestPairs} pairs of processes or more: noise cannot be drawn from fewer");
        GateSimulation simulation = new(pool, rules, seed);
        int? recommended = s_counts.Select(static count => (int?)count).FirstOrDefault(count => simulation.Of(count!.Value, Wanted, gates).CaughtRate >= Certainty);
        int used = recommended ?? s_counts[^1];
        return new Calibration
        {
            Recommended = recommended,
            Takes = recommended is int processes ? 2 * processes * pool.Round : null,
            Detections = [.. Slowdowns.Prepend(0).Select(slowdown => simulation.Of(used, slowdown, gates))],
            Cases = [.. pool.Cases.Select(one => new CalibratedCase(one, SeesOf(simulation, one, used, gates),
                s_counts.Select(static count => (int?)count).FirstOrDefault(count => simulation.RateOf(one, count!.Value, Wanted, gates) >= Certainty)))],
        };
    }

    /// <summary>By halving: the rate rises with the slowdown.</summary>
    private static double? SeesOf(GateSimulation simulation, NoiseCase one, int processes, int trials)
    {
        if (simulation.RateOf(one, processes, LargestSlowdown, trials) < Certainty)
            return null;
        double low = 0, high = LargestSlowdown;
        while (high - low > FinestSlowdown)
        {
            double middle = (low + high) / 2;
            (low, high) = simulation.RateOf(one, processes, middle, trials) >= Certainty ? (low, middle) : (middle, high);
        }
        return high;
    }
}

/// <summary>What a gate sees of one case.</summary>
/// <param name="Sees">With the recommended count: the smallest slowdown that is caught with probability 0.95; null where a fivefold one is not.</param>
/// <param name="Needs">Processes a side with which <see cref="Calibration.Wanted"/> is; null where not even the most are enough.</param>
public sealed record CalibratedCase(NoiseCase Case, double? Sees, int? Needs);
