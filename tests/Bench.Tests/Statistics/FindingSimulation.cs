using System.Text;
using Bench.Core;

namespace Bench.Tests;

/// <summary>How often findings fire where they should, and where they should not.</summary>
internal sealed class FindingSimulation(int simulations, ulong seed)
{
    internal static readonly IReadOnlyList<TimeDistribution> TwoModes = [Mixture(0.5, 10), Mixture(0.7, 10), Mixture(0.3, 10), Mixture(0.5, 20), Mixture(0.7, 20)];

    private static readonly int[] s_counts = [8, 10, 15, 20, 25, 30, 100];
    private static readonly (int Processes, int Iterations)[] s_shapes = [(1, 10), (5, 10), (10, 10), (5, 30), (10, 30)];

    private readonly Dictionary<(string Distribution, int Count), double> _modes = [];
    private readonly Dictionary<(string Course, int Processes, int Iterations), double> _warmUps = [];

    /// <summary>Share of samples that are taken for two modes.</summary>
    internal IReadOnlyDictionary<(string Distribution, int Count), double> Modes => _modes;

    /// <summary>Share of simulated cases whose class is the right one.</summary>
    internal IReadOnlyDictionary<(string Course, int Processes, int Iterations), double> WarmUps => _warmUps;

    /// <summary>Share of runs of 108 cases in which a drift is found.</summary>
    internal double DriftsWithout { get; private set; }

    /// <summary>Share of runs of 108 cases in which a drift common to all is found.</summary>
    internal (double Without, double Percent2, double Percent5) CommonDrifts { get; private set; }

    private static TimeDistribution Mixture(double share, double apart) => new($"{100 * share:F0}/{100 * (1 - share):F0}, {apart:F0} sd apart", 0, 0,
        random => 100 + (random.NextDouble() < share ? 0 : apart) + TimeDistribution.Gauss(random));

    internal FindingSimulation Run()
    {
        SplitMix random = new(seed);
        foreach (TimeDistribution distribution in TwoModes.Concat(TimeDistribution.All))
            foreach (int count in s_counts)
                // Where Perfolizer looks, a sample takes a hundred times as long.
                _modes[(distribution.Name, count)] = Share(count <= ModeSplit.MostValuesForGaps ? simulations : simulations / 10, () => ModeSplit.Of(distribution.Sample(random, count)) is not null);
        foreach ((string name, WarmUpClass found, Func<int, int, double> course) in Courses)
            foreach ((int processes, int iterations) in s_shapes)
                _warmUps[(name, processes, iterations)] = Share(simulations / 4, () => WarmUp.Of(Iterations(random, processes, iterations, course))!.Class == found);
        DriftsWithout = Share(simulations / 10, () => Drift.In(Drifting(random, 0)).Any());
        CommonDrifts = (Common(0), Common(0.02), Common(0.05));
        return this;

        double Common(double change) => Share(simulations / 10, () => CommonDrift.In(Drifting(random, change)).Any());
    }

    private static double Share(int times, Func<bool> one) => Enumerable.Range(0, times).Count(_ => one()) / (double)times;

    /// <summary>Iteration from 0, of how many: the time as a share of the steady one.</summary>
    private static IReadOnlyList<(string Name, WarmUpClass Class, Func<int, int, double> Course)> Courses =>
    [
        ("flat", WarmUpClass.Flat, static (_, _) => 1),
        ("first iteration 50 % slower", WarmUpClass.WarmUp, static (i, _) => i == 0 ? 1.5 : 1),
        ("first fifth 30 % slower", WarmUpClass.WarmUp, static (i, of) => i < of / 5 ? 1.3 : 1),
        ("approaches from 100 % more", WarmUpClass.WarmUp, static (i, _) => 1 + Math.Exp(-i)),
        ("first fifth 10 % faster", WarmUpClass.Slowdown, static (i, of) => i < of / 5 ? 0.9 : 1),
        ("jumps by 30 % near the end", WarmUpClass.NoSteadyState, static (i, of) => i < of - 2 ? 1 : 1.3),
    ];

    /// <summary>Processes differ by 2 %, iterations by 2 %; one iteration in fifty is interrupted and takes half as long again.</summary>
    private static double[][] Iterations(SplitMix random, int processes, int iterations, Func<int, int, double> course) =>
        [.. Enumerable.Range(0, processes).Select(_ =>
        {
            double process = 100 * Math.Exp(0.02 * TimeDistribution.Gauss(random));
            return Enumerable.Range(0, iterations)
                .Select(i => process * course(i, iterations) * Math.Exp(0.02 * TimeDistribution.Gauss(random)) * (random.NextDouble() < 0.02 ? 1.5 : 1)).ToArray();
        })];

    /// <summary>108 cases of 10 processes, in rounds; every case has log-normal times of 5 % spread.</summary>
    private static Summary Drifting(SplitMix random, double change)
    {
        FixtureRun run = new();
        for (int i = 0; i < 108; i++)
            run.Measured($"w{i}/small/b", [.. Enumerable.Range(0, 10).Select(round => 100 * (1 + (change * round / 9)) * Math.Exp(0.05 * TimeDistribution.Gauss(random)))]);
        return run.Summary;
    }

    internal string Table()
    {
        StringBuilder text = new();
        text.Append($"Two modes found, % of samples\n{simulations} simulations a cell, a tenth of them for n = 100, seed {seed}\n{"",-24}{string.Concat(s_counts.Select(static count => $"{$"n = {count}",9}"))}\n");
        foreach (TimeDistribution distribution in TwoModes.Concat(TimeDistribution.All))
            text.Append($"{distribution.Name,-24}{string.Concat(s_counts.Select(count => $"{100 * _modes[(distribution.Name, count)],9:F1}"))}\n");
        text.Append($"\nThe right class of warm-up, % of cases; processes x iterations\n{simulations / 4} simulations a cell\n{"",-30}{string.Concat(s_shapes.Select(static shape => $"{$"{shape.Processes} x {shape.Iterations}",9}"))}\n");
        foreach ((string name, _, _) in Courses)
            text.Append($"{name,-30}{string.Concat(s_shapes.Select(shape => $"{100 * _warmUps[(name, shape.Processes, shape.Iterations)],9:F1}"))}\n");
        text.Append($"\nDrift found, % of runs of 108 cases with 10 processes and a spread of 5 %\n{simulations / 10} simulations a line\n");
        text.Append($"{"of any one case, in a run without drift",-50}{100 * DriftsWithout,9:F1}\n");
        text.Append($"{"common to all, in a run without drift",-50}{100 * CommonDrifts.Without,9:F1}\n");
        text.Append($"{"common to all, in a run that slows down by 2 %",-50}{100 * CommonDrifts.Percent2,9:F1}\n");
        text.Append($"{"common to all, in a run that slows down by 5 %",-50}{100 * CommonDrifts.Percent5,9:F1}\n");
        return text.ToString();
    }
}
