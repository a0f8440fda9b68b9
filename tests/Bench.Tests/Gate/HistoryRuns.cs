using Bench.Core;
using Bench.Gate;

namespace Bench.Tests;

/// <summary>A branch that does not exist: a run a day, each a commit of its own.</summary>
internal static class HistoryRuns
{
    internal static readonly DateTimeOffset Start = new(2026, 1, 1, 3, 0, 0, TimeSpan.Zero);

    /// <summary>What a made-up case takes in each run, as a share of 250 ms.</summary>
    internal delegate double CourseOf(int run);

    /// <summary>One thing of each kind: a step at an update of the compiler, one that was mended, a drift, a spike, and one that stays as it is.</summary>
    internal static IReadOnlyList<HistoryRun> Branch(int runs = 48) => Of(runs,
        ("nbody/small/native-clang", i => i < runs / 2 ? 1 : 0.93),
        ("nbody/small/node", i => i >= runs / 4 && i < (runs / 4) + 8 ? 1.12 : 1),
        ("pi/small/native-clang", static i => Math.Pow(1.005, i)),
        ("pi/small/node", i => i == runs / 2 ? 1.5 : 1),
        ("mandelbrot/small/native-clang", static _ => 1),
        ("mandelbrot/small/node", i => i < 3 * runs / 4 ? 1 : 1.05));

    internal static IReadOnlyList<HistoryRun> Of(int runs, params (string Case, CourseOf Course)[] cases) =>
        [.. Enumerable.Range(0, runs).Select(i => Of($"run-{i:00}", Fixture(i, i < runs / 2 ? "14.0.6" : "19.1.7", cases)))];

    internal static HistoryRun Of(string path, FixtureRun run, Metric metric = Metric.Wall) => HistoryRun.Of(path, run.Record, metric);

    internal static string CommitOf(int run) => $"c{run:000}f00dbeef";

    /// <summary>Ten processes a case that spread by 2 %, and 1 % more from run to run.</summary>
    /// <param name="clang">Version of the backend native-clang.</param>
    internal static FixtureRun Fixture(int run, string clang, params (string Case, CourseOf Course)[] cases) => Fixture(run, clang, ComparedRuns.Small, cases);

    internal static FixtureRun Fixture(int run, string clang, MachineInfo machine, params (string Case, CourseOf Course)[] cases)
    {
        FixtureRun fixture = new FixtureRun { Processes = 10, Commit = CommitOf(run), Started = Start.AddDays(run), Machine = machine }
            .Backend("native-clang", "Native (clang)", BackendClass.Native, clang).Backend("node", "V8 (Node)", BackendClass.OptimisingJit, "22.12.0")
            .Workload("nbody", "small", "5000000").Workload("pi", "small", "20000").Workload("mandelbrot", "small", "1000");
        for (int i = 0; i < cases.Length; i++)
        {
            SplitMix random = new((ulong)((1000 * run) + i));
            double level = 250 * cases[i].Course(run) * Math.Exp(0.01 * TimeDistribution.Gauss(random));
            fixture.Measured(cases[i].Case, [.. Enumerable.Range(0, 10).Select(_ => level * Math.Exp(0.02 * TimeDistribution.Gauss(random)))]);
        }
        return fixture;
    }

    internal static void Write(string folder, RunRecord run)
    {
        using RunWriter writer = RunWriter.Create(folder, run.Header);
        foreach (ProcessRecord process in run.Processes)
            writer.Write(process, run.Measurements.Where(one => one.Case == process.Case && one.Process == process.Process).Select(static one => new Reading(one.Iteration, one.Phase, one.Metric, one.Value)));
        foreach (Outcome outcome in run.Outcomes.Values)
            writer.Write(outcome);
    }
}
