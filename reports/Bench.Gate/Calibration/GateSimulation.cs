using Bench.Core;

namespace Bench.Gate;

/// <summary>Gates over numbers that are drawn from real noise, so that what a gate catches is known before it is relied upon.</summary>
/// <remarks>
/// A bootstrap (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993): each pair of processes is one of the pool, drawn anew, and which of the two is the
/// candidate is drawn too; the first look and the confirmation have pairs of their own.
/// </remarks>
public sealed class GateSimulation(NoisePool pool, GateRules rules, ulong seed)
{
    /// <summary>What is red in gates of so many processes a side, when one case of the candidate takes longer by this share.</summary>
    /// <param name="slowdown">Of a case that changes from gate to gate, each as often as the others; 0 for gates between equals.</param>
    public Detection Of(int processes, double slowdown, int gates)
    {
        SplitMix random = new(seed + ((ulong)processes << 32) + (ulong)(slowdown * 1e6));
        int caught = 0, falseReds = 0, suspected = 0;
        for (int gate = 0; gate < gates; gate++)
        {
            int planted = slowdown == 0 ? -1 : gate % pool.Cases.Count;
            List<int> suspects = [];
            for (int index = 0; index < pool.Cases.Count; index++)
                if (IsRed(pool.Cases[index], index == planted ? slowdown : 0, processes, rules.Overlooked, random))
                    suspects.Add(index);
            suspected += suspects.Count(index => index != planted);
            bool anyFalse = false;
            foreach (int index in suspects)
                if (IsRed(pool.Cases[index], index == planted ? slowdown : 0, processes, rules.FalseAlarm / suspects.Count, random))
                {
                    caught += index == planted ? 1 : 0;
                    anyFalse |= index != planted;
                }
            falseReds += anyFalse ? 1 : 0;
        }
        return new Detection(processes, slowdown, gates, caught, falseReds, suspected);
    }

    /// <summary>How often a slowdown of one case is confirmed.</summary>
    /// <returns>A share of the trials.</returns>
    public double RateOf(NoiseCase one, int processes, double slowdown, int trials)
    {
        SplitMix random = new(seed ^ ((ulong)processes << 32));
        int caught = 0;
        for (int trial = 0; trial < trials; trial++)
            if (IsRed(one, slowdown, processes, rules.Overlooked, random) && IsRed(one, slowdown, processes, rules.FalseAlarm, random))
                caught++;
        return (double)caught / trials;
    }

    private bool IsRed(NoiseCase one, double slowdown, int processes, double alpha, SplitMix random) =>
        LimitOf(one) is double limit && new PairedRatio(Drawn(one, 1 + slowdown, processes, random)).Above(alpha) > limit;

    /// <summary>Null where no rule concerns the case.</summary>
    private double? LimitOf(NoiseCase one) =>
        rules.Soft.LastOrDefault(rule => rule.Metric == Metric.Wall && (rule.Phase is null || rule.Phase == one.Phase) && rule.Cases.Any(glob => Names.Matches(glob, one.Case.ToString())))?.More is double more
            ? 1 + more
            : null;

    private static double[] Drawn(NoiseCase one, double factor, int processes, SplitMix random)
    {
        double[] quotients = new double[processes];
        for (int i = 0; i < processes; i++)
            quotients[i] = factor * Math.Exp((random.Below(2) == 1 ? 1 : -1) * one.Pairs[random.Below(one.Pairs.Count)]);
        return quotients;
    }
}

/// <summary>What came of a number of gates.</summary>
/// <param name="Caught">Gates in which the slowdown was red.</param>
/// <param name="FalseReds">Gates in which a case that had not slowed down was red.</param>
/// <param name="Suspected">Cases without a slowdown that had to be measured afresh, over all gates.</param>
public sealed record Detection(int Processes, double Slowdown, int Gates, int Caught, int FalseReds, int Suspected)
{
    public double CaughtRate => (double)Caught / Gates;
    public double FalseRate => (double)FalseReds / Gates;
}
