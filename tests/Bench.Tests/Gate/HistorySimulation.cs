using System.Globalization;
using System.Text;
using Bench.Core;
using Bench.Gate;

namespace Bench.Tests;

/// <summary>How often a history cries wolf, what it finds, and how far from where it was.</summary>
internal sealed class HistorySimulation(int histories, ulong seed)
{
    private const int Series = 100, Processes = 10;
    private static readonly int[] s_lengths = [20, 50], s_driftLengths = [20, 30, 50], s_shownLengths = [20, 30, 50, 100], s_families = [1, 10, 100];
    private static readonly double[] s_steps = [0.03, 0.05, 0.1];

    internal static readonly IReadOnlyList<Noise> Noises =
    [
        new("normal, sd 5 %", TimeDistribution.Normal, 0, 0),
        new("log-normal, sigma 0.5", TimeDistribution.LogNormal, 0, 0),
        new("contaminated normal", TimeDistribution.Contaminated, 0, 0),
        new("contaminated, 1 % between runs", TimeDistribution.Contaminated, 0.01, 0),
        new("one run in ten 30 % slower", TimeDistribution.Contaminated, 0.01, 0.1),
    ];

    /// <summary>Of another run; a machine whose runs are like the run before breaks the promise, and stands in the table to show it.</summary>
    internal static readonly Noise Moody = new("each run like the one before (0.7)", TimeDistribution.Contaminated, 0.01, 0, Likeness: 0.7);

    private readonly Dictionary<(string Noise, int Length), double> _wolves = [];
    private readonly Dictionary<(string Noise, int Length, double Step, bool IsAlone), Found> _steps = [];
    private readonly Dictionary<(string Noise, int Length), (double Drift, double Change)> _drifts = [];
    private readonly Dictionary<(string Noise, int Length), Found> _bumps = [];

    /// <summary>Share of histories of 100 series without any change that show one, or a drift.</summary>
    internal IReadOnlyDictionary<(string Noise, int Length), double> Wolves => _wolves;

    /// <summary>Share of steps that are found, alone or as one of 100 series.</summary>
    internal IReadOnlyDictionary<(string Noise, int Length, double Step, bool IsAlone), Found> Steps => _steps;

    internal IReadOnlyDictionary<(string Noise, int Length), (double Drift, double Change)> Drifts => _drifts;

    /// <summary>Share of series that are 10 % slower for a fifth of the time and have both ends found.</summary>
    internal IReadOnlyDictionary<(string Noise, int Length), Found> Bumps => _bumps;

    /// <param name="Between">Standard deviation of a factor that all processes of a run share.</param>
    /// <param name="Slow">Chance of a run to be 30 % slower as a whole.</param>
    /// <param name="Likeness">Correlation of the factor with that of the run before.</param>
    internal sealed record Noise(string Name, TimeDistribution Processes, double Between, double Slow, double Likeness = 0);

    /// <param name="Share">Of histories in which it is found.</param>
    /// <param name="Error">Mean distance of the place found from the true one, in runs.</param>
    internal readonly record struct Found(double Share, double Error);

    internal HistorySimulation Run()
    {
        foreach (int length in s_lengths)
        {
            foreach (Noise noise in Noises.Append(Moody))
                _wolves[(noise.Name, length)] = Share(histories, noise, length, 0, random => Enumerable.Range(0, Series).Any(_ => Course(random, noise, length, static (_, _) => 1, alone: false) is { Changes.Count: > 0 } or { Drift: not null }));
            foreach (Noise noise in Noises)
            {
                foreach (double step in s_steps)
                    foreach (bool alone in (bool[])[true, false])
                        _steps[(noise.Name, length, step, alone)] = FindStep(noise, length, step, alone);
                _bumps[(noise.Name, length)] = FindBump(noise, length);
            }
        }
        foreach (int length in s_driftLengths)
            foreach (Noise noise in Noises)
                _drifts[(noise.Name, length)] = FindDrift(noise, length);
        return this;
    }

    private Found FindStep(Noise noise, int length, double step, bool alone)
    {
        int at = length / 2;
        return Find(noise, length, (int)(step * 1000) + (alone ? 1 : 0), random => Course(random, noise, length, (i, _) => i < at ? 1 : 1 + step, alone) is { Changes: { Count: > 0 } changes }
            ? changes.Min(change => Math.Abs(change.Begin - at)) : null);
    }

    private Found FindBump(Noise noise, int length)
    {
        int from = length / 2, to = from + (length / 5);
        return Find(noise, length, 7, random => Course(random, noise, length, (i, _) => i >= from && i < to ? 1.1 : 1, alone: true) is { Changes: { Count: >= 2 } changes }
            ? (changes.Min(change => Math.Abs(change.Begin - from)) + changes.Min(change => Math.Abs(change.Begin - to))) / 2.0 : null);
    }

    private (double Drift, double Change) FindDrift(Noise noise, int length)
    {
        int drifts = 0, changes = 0;
        Find(noise, length, 9, random =>
        {
            HistoryCourse course = Course(random, noise, length, static (i, _) => Math.Pow(1.005, i), alone: false);
            drifts += course.Drift is null ? 0 : 1;
            changes += course.Drift is null && course.Changes.Count > 0 ? 1 : 0;
            return null;
        });
        return ((double)drifts / histories, (double)changes / histories);
    }

    private Found Find(Noise noise, int length, int stream, Func<SplitMix, double?> one)
    {
        int found = 0;
        double error = 0;
        Share(histories, noise, length, stream, random =>
        {
            if (one(random) is not double distance)
                return false;
            (found, error) = (found + 1, error + distance);
            return true;
        });
        return new Found((double)found / histories, found == 0 ? 0 : error / found);
    }

    /// <summary>Each cell has random numbers of its own: one more cell leaves the others as they are.</summary>
    private double Share(int times, Noise noise, int length, int stream, Func<SplitMix, bool> one)
    {
        int index = noise == Moody ? Noises.Count : Noises.TakeWhile(other => other != noise).Count();
        SplitMix random = new(seed + (ulong)((((index * 1000) + length) * 1000) + stream));
        return Enumerable.Range(0, times).Count(_ => one(random)) / (double)times;
    }

    private static HistoryCourse Course(SplitMix random, Noise noise, int length, Func<int, int, double> course, bool alone)
    {
        double[] values = new double[length];
        double mood = TimeDistribution.Gauss(random);
        for (int i = 0; i < length; i++)
        {
            mood = (noise.Likeness * mood) + (Math.Sqrt(1 - (noise.Likeness * noise.Likeness)) * TimeDistribution.Gauss(random));
            double run = Math.Exp(noise.Between * mood) * (random.NextDouble() < noise.Slow ? 1.3 : 1);
            values[i] = course(i, length) * run * noise.Processes.Sample(random, Processes).Median;
        }
        HistoryOptions options = HistoryOptions.Default;
        return HistoryCourse.Of(values, History.ChanceOf(options, alone ? 1 : Series), options.AtLeast);
    }

    internal string Table()
    {
        StringBuilder text = new();
        text.Append($"Histories without any change that show one or a drift of 2 % or more, %\n{histories} histories of {Series} series a cell, {Processes} processes a run, seed {seed}\n{"",-36}{string.Concat(s_lengths.Select(static one => $"{$"{one} runs",10}"))}\n");
        foreach (Noise noise in Noises.Append(Moody))
            text.Append($"{noise.Name,-36}{string.Concat(s_lengths.Select(length => Percent(_wolves[(noise.Name, length)], 10)))}\n");
        foreach (bool alone in (bool[])[true, false])
        {
            text.Append($"\nA step in the middle found, % (mean distance from its place, runs); {(alone ? "a series by itself" : $"one of {Series} series")}\n{"",-36}{string.Concat(s_lengths.SelectMany(length => s_steps.Select(step => $"{$"{100 * step:0} % of {length}",14}")))}\n");
            foreach (Noise noise in Noises)
                text.Append($"{noise.Name,-36}{string.Concat(s_lengths.SelectMany(length => s_steps.Select(step => Cell(_steps[(noise.Name, length, step, alone)]))))}\n");
        }
        text.Append($"\n10 % slower for a fifth of the runs: both ends found, % (mean distance, runs); a series by itself\n{"",-36}{string.Concat(s_lengths.Select(static one => $"{$"{one} runs",14}"))}\n");
        foreach (Noise noise in Noises)
            text.Append($"{noise.Name,-36}{string.Concat(s_lengths.Select(length => Cell(_bumps[(noise.Name, length)])))}\n");
        text.Append($"\n0.5 % slower from run to run: told as a drift, % (told as steps, %); one of {Series} series\n{"",-36}{string.Concat(s_driftLengths.Select(static one => $"{$"{one} runs",14}"))}\n");
        foreach (Noise noise in Noises)
            text.Append($"{noise.Name,-36}{string.Concat(s_driftLengths.Select(length => $"{Percent(_drifts[(noise.Name, length)].Drift, 7)} {$"({Text(_drifts[(noise.Name, length)].Change)})",6}"))}\n");
        text.Append($"\nRuns that a level must have to be told from chance, in a history of so many; and the shortest history in which any can\n{"",-36}{string.Concat(s_shownLengths.Select(static one => $"{$"{one} runs",10}"))}{"at all",10}\n");
        foreach (int series in s_families)
            text.Append($"{(series == 1 ? "a series by itself" : $"one of {series} series"),-36}{string.Concat(s_shownLengths.Select(length => $"{FewestSeen(length, series),10}"))}{ShortestSeen(series),10}\n");
        return text.ToString();
    }

    /// <summary>Shortest level that can be told from chance in a history of this length.</summary>
    private static string FewestSeen(int length, int series)
    {
        double chance = History.ChanceOf(HistoryOptions.Default, series);
        return Enumerable.Range(RankArcs.FewestValues, (length / 2) - RankArcs.FewestValues + 1)
            .Where(inside => ArcChances.OfLength(length).Probability(RankArcs.OfLength(length).Highest(inside)) <= chance).Select(static inside => inside.ToString(CultureInfo.InvariantCulture)).FirstOrDefault("-");
    }

    private static int ShortestSeen(int series) =>
        Enumerable.Range(2 * RankArcs.FewestValues, 100).First(length => ArcChances.OfLength(length).LeastProbability <= History.ChanceOf(HistoryOptions.Default, series));

    private static string Cell(Found found) => $"{Percent(found.Share, 7)} {(found.Share > 0 ? $"({found.Error.ToString("F1", CultureInfo.InvariantCulture)})" : ""),6}";

    private static string Percent(double share, int width) => Text(share).PadLeft(width);

    private static string Text(double share) => (100 * share).ToString("F1", CultureInfo.InvariantCulture);
}
