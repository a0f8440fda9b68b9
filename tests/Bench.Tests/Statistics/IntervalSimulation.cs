using System.Text;
using Bench.Core;

namespace Bench.Tests;

/// <summary>How often 95 % intervals cover the truth, and how wide they are.</summary>
internal sealed class IntervalSimulation(int simulations, ulong seed)
{
    internal const string Median = "median", Ratio = "ratio of medians", Geometric = "geometric mean of 6 ratios", BreakEven = "break-even",
        Bootstrap = "median by percentile bootstrap (not used)", Mean = "mean by Student's t (doubted)";

    private static readonly int[] s_counts = [6, 7, 8, 10, 15, 20, 30];

    private readonly Dictionary<(string Method, string Distribution, int Count), Cell> _cells = [];

    internal sealed class Cell
    {
        private int _covered, _all;
        private double _width;

        internal double Coverage => (double)_covered / _all;

        /// <summary>Of the whole interval, as a share of the truth.</summary>
        internal double Width => _width / _all;

        internal void Add(Interval interval, double truth)
        {
            _all++;
            _covered += interval.Contains(truth) ? 1 : 0;
            _width += (interval.High - interval.Low) / truth;
        }
    }

    internal IReadOnlyDictionary<(string Method, string Distribution, int Count), Cell> Cells => _cells;

    internal IntervalSimulation Run()
    {
        SplitMix random = new(seed);
        foreach (TimeDistribution distribution in TimeDistribution.All)
            foreach (int count in s_counts)
                Run(distribution, count, random);
        return this;
    }

    private void Run(TimeDistribution distribution, int count, SplitMix random)
    {
        PercentileBootstrap bootstrap = new(count);
        for (int i = 0; i < simulations; i++)
        {
            // Six workloads on two backends; single numbers are of the first.
            (Sample One, Sample Other)[] pairs = [.. Enumerable.Range(0, 6).Select(_ => (distribution.Sample(random, count), distribution.Sample(random, count, scale: 2)))];
            (Sample one, Sample other) = pairs[0];
            Add(Median, MedianEstimate.Of(one).Interval, distribution.Median);
            Add(Ratio, RatioEstimate.Of(one, other).Interval, 0.5);
            Add(Geometric, GeometricMean.Of([.. pairs.Select(static pair => RatioEstimate.Of(pair.One, pair.Other))]).Interval, 0.5);
            // Compiling costs thirty times what one execution saves.
            if (Core.BreakEven.Of(distribution.Sample(random, count, scale: 30), one, other) is BreakEven.After after)
                Add(BreakEven, after.Interval, 30);
            Add(Bootstrap, bootstrap.Of(one, 0.95), distribution.Median);
            Add(Mean, MeanEstimate.Of(one).Estimate.Interval, distribution.Mean);
        }

        void Add(string method, Interval? interval, double truth)
        {
            if (!_cells.TryGetValue((method, distribution.Name, count), out Cell? cell))
                _cells[(method, distribution.Name, count)] = cell = new Cell();
            cell.Add(interval!.Value, truth);
        }
    }

    internal string Table()
    {
        StringBuilder text = new();
        text.Append($"95 % intervals that cover the truth, % (mean width, % of the truth)\n{simulations} simulations a cell, seed {seed}\n");
        foreach (string method in new[] { Median, Ratio, Geometric, BreakEven, Bootstrap, Mean })
        {
            text.Append($"\n{method}\n{"",-22}{string.Concat(s_counts.Select(static count => $"{$"n = {count}",13}"))}\n");
            foreach (TimeDistribution distribution in TimeDistribution.All)
                text.Append($"{distribution.Name,-22}{string.Concat(s_counts.Select(count => Shown(_cells[(method, distribution.Name, count)])))}\n");
        }
        return text.ToString();
    }

    private static string Shown(Cell cell) => $"{100 * cell.Coverage,5:F1}{(cell.Width < 10 ? $"({100 * cell.Width:F1})" : "(> 999)"),8}";
}
