using Bench.Core;
using Bench.Reports;

namespace Bench.Tests;

/// <summary>Several machines of a type stand together, each as one value.</summary>
public sealed class TypeComparisonTests
{
    private static readonly CaseId s_nbody = new("nbody", "small", "native-clang");
    private static readonly double[] s_six = [100, 100, 100, 100, 100, 100];

    [Fact]
    public void Machines_of_a_type_are_a_column_in_which_each_is_one_value()
    {
        Comparison comparison = ByType(Type("a.small", 100, 110, 130).Concat(Type("b.large", 50, 60)));
        Assert.Equal(["a.small", "b.large"], comparison.Columns.Select(static column => column.Name));
        Assert.Equal([100e6, 110e6, 130e6], comparison.Columns[0].Wall(s_nbody)!.Values);
        Assert.Equal((110e6, 55e6, 0.5), (comparison.Time(comparison.Columns[0], s_nbody)!.Value, comparison.Time(comparison.Columns[1], s_nbody)!.Value, comparison.Ratio(comparison.Columns[1], s_nbody)!.Value));
        ReportTable block = Table(comparison, "a.small (3 machines, Example E1, 2 cores): size small");
        Assert.Equal("0.11 ± 0.02", block.Rows[0][1].Text);
        Assert.Contains("n = 3 machines", block.Caption, StringComparison.Ordinal);
        ReportTable compared = Table(comparison, "What is compared");
        Assert.Equal(("machines", "3"), (compared.Columns[2].Header, compared.Rows[0][2].Text));
    }

    [Fact]
    public void Fewer_than_six_machines_say_nothing_certain_about_their_type_however_often_each_ran()
    {
        Comparison comparison = ByType(Type("a.small", 100, 100, 100, 100, 100).Concat(Type("b.large", 50, 50, 50, 50, 50)));
        Assert.Null(comparison.Ratio(comparison.Columns[1], s_nbody)!.Estimate.Interval);
        foreach (string title in (string[])["ratio of times, geometric mean", "order by geometric mean"])
            Assert.Contains("too few machines", Table(comparison, title).Rows.SelectMany(static row => row).Select(static cell => cell.Text));
        Assert.Contains("Intervals and shares need 6 machines of a type: what is said of fewer is said of these machines. compare --by machine has intervals for each of them.", Table(comparison, "What is compared").Notes);
        Assert.DoesNotContain(ComparisonTables.Of(comparison), static table => $"{table.Caption}{string.Concat(table.Notes)}".Contains("resamples of the processes", StringComparison.Ordinal));
        Assert.Equal(ComparisonVerdict.Faster, Six("b.large", 50).Ratio(Six("b.large", 50).Columns[1], s_nbody)!.Judge());

        static Comparison Six(string other, double time) => ByType(Type("a.small", s_six).Concat(Type(other, [.. s_six.Select(_ => time)])));
    }

    /// <summary>What an interval is for: to hold the truth about the type, of which each rented machine is a draw.</summary>
    [Fact]
    public void The_interval_of_a_type_holds_the_truth_where_that_of_all_processes_does_not()
    {
        const int Trials = 400, Machines = 8, Processes = 10;
        const double BetweenMachines = 5, WithinMachine = 1;
        SplitMix random = new(20260131);
        int ofMachines = 0, ofProcesses = 0;
        for (int trial = 0; trial < Trials; trial++)
        {
            double[][] times = [.. Enumerable.Range(0, Machines).Select(_ => 100 + (BetweenMachines * Normal())).Select(machine => Enumerable.Range(0, Processes).Select(_ => machine + (WithinMachine * Normal())).ToArray())];
            ofMachines += MedianEstimate.Of(new Sample(times.Select(static machine => new Sample(machine).Median))).Interval!.Value.Contains(100) ? 1 : 0;
            ofProcesses += MedianEstimate.Of(new Sample(times.SelectMany(static machine => machine))).Interval!.Value.Contains(100) ? 1 : 0;
        }
        Assert.InRange((double)ofMachines / Trials, 0.93, 0.99);
        Assert.InRange((double)ofProcesses / Trials, 0, 0.7);

        // Irwin and Hall: twelve of them have the variance 1.
        double Normal() => Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;
    }

    [Fact]
    public void A_machine_that_is_unlike_the_others_of_its_type_is_seen()
    {
        ComparedRun[] runs = [Noisy("node-1", 100, 1), Noisy("node-2", 100, 2), Noisy("node-3", 120, 3)];
        Comparison comparison = ByType(runs);
        (ComparedMachine Machine, MedianProduct Ratio)[] beside = [.. comparison.BesideType(comparison.Columns[0], comparison.Sizes[0])];
        Assert.InRange(beside[2].Ratio.Value, 1.17, 1.23);
        Assert.Equal(ComparisonVerdict.Slower, beside[2].Ratio.Judge());
        Assert.Equal(new Interval(1, 1, 0.95), beside.OrderBy(static one => one.Ratio.Value).ElementAt(1).Ratio.Estimate.Interval);
        (ComparedMachine Machine, MedianProduct Ratio)[] two = [.. ByType(runs[1..]) is var pair ? pair.BesideType(pair.Columns[0], pair.Sizes[0]) : []];
        Assert.Equal(1, two[0].Ratio.Value * two[1].Ratio.Value, precision: 9);

        ReportTable table = Table(comparison, "machines beside the middle of their type");
        Assert.Equal(("a.small", "slower"), (table.Rows[2][0].Text, table.Rows[2][3].Text));
        Assert.Equal("node-3", table.Rows[2][1].Text);
        Assert.StartsWith("a.small: the slowest of 3 machines takes 1.", Assert.Single(table.Notes), StringComparison.Ordinal);
        string line = ComparedRuns.Render(comparison, "csv").Split('\n').Single(static line => line.StartsWith("machine-beside-type,small,,,node-3,a.small,", StringComparison.Ordinal));
        Assert.EndsWith(",1,slower,", line.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_of_the_documentation_is_what_a_console_shows()
    {
        ComparedRun[] runs = [Noisy("node-1", 100, 1), Noisy("node-2", 101, 2), Noisy("node-3", 100, 3), Noisy("node-4", 120, 4)];
        string text = PlainConsole.Text([Table(ByType(runs), "machines beside the middle of their type")], width: 120);
        StoredFile.Holds("compare-beside-type.txt", text);
        Assert.Contains($"```text\n{text}```", File.ReadAllText(Path.Combine(Repo.Root, "docs", "compare.md")));
    }

    [Fact]
    public void Other_columns_know_nothing_of_types() => Assert.DoesNotContain(
        ComparisonTables.Of(Comparison.Of([.. Type("a.small", 100, 110)], new())), static table => table.Title.Contains("their type", StringComparison.Ordinal));

    [Fact]
    public void A_case_that_failed_on_one_machine_is_of_the_others_and_says_so()
    {
        ComparedRun failed = ComparedRuns.Named("node-3", Bare("node-3").Failed("nbody/small/native-clang", FailureCause.Trap, "out of bounds").Measured("pi/small/native-clang", s_six));
        Comparison comparison = ByType(Type("a.small", 100, 110).Append(failed));
        Assert.Equal(2, comparison.Columns[0].Wall(s_nbody)!.Count);
        ReportTable block = Table(comparison, "a.small (3 machines");
        Assert.Equal("0.105 ± 0.007", block.Rows[0][1].Text);
        Assert.Contains("nbody on Native (clang) is of 2 of the 3 machines; failed on node-3: trap: out of bounds.", block.Notes);
        Assert.Contains("pi on Native (clang) is of 1 of the 3 machines.", block.Notes);

        ComparedRun[] all = [failed, failed with { Summary = new Summary(failed.Summary.Run with { Header = failed.Summary.Run.Header with { Machine = Bare("node-4").Machine } }) }];
        Assert.Equal("Failed", Table(ByType(all), "a.small (2 machines").Rows[0][1].Text);
    }

    [Fact]
    public void Doubts_about_machines_are_counted()
    {
        Comparison comparison = ByType(Type("a.small", 100, 110, 120).Append(ComparedRuns.Named("node-4", Bare("node-4").Measured("nbody/small/native-clang", 100, 100, 100, 100, 100, 300, 300, 300, 300, 300))));
        ReportTable block = Table(comparison, "a.small (4 machines");
        Assert.Contains(FindingMarks.Mark, block.Rows[0][1].Text, StringComparison.Ordinal);
        Assert.Contains(block.Notes, static note => note.Contains("doubted by the runs of machines: ", StringComparison.Ordinal) && note.Contains("two-modes on 1 of 4", StringComparison.Ordinal));
    }

    [Fact]
    public void Machines_that_must_not_share_a_mean_are_refused_in_a_line()
    {
        ComparedRun[] runs = [.. Type("a.small", 100, 110)];
        ComparedRun other = ComparedRuns.Named("node-3", new FixtureRun { Machine = Bare("node-3").Machine, Processes = 10, Commit = "18cc40c01234" }
            .Backend("native-clang", "Native (clang)", BackendClass.Native, "18.1.8").Workload("nbody", "small", "5000000").Measured("nbody/small/native-clang", s_six));
        Assert.Equal("machines of a.small: unlike version or flags of native-clang: compare --by machine", Assert.Throws<UsageException>(() => ByType(runs.Append(other))).Message);
        ComparedRun[] twins = [ComparedRuns.One("1", ComparedRuns.Small, s_six), ComparedRuns.One("2", ComparedRuns.Small, s_six)];
        Assert.Equal("runs of example.small: 2 have nbody/small/native-clang: compare --by machine, or tell machines that are alike apart with --label RUN=NAME", Assert.Throws<UsageException>(() => ByType(twins)).Message);
        Assert.Equal(2, Assert.Single(ByType([twins[0].Labelled("left"), twins[1].Labelled("right")]).Columns).Machines.Count);
    }

    [Fact]
    public void Types_of_two_commits_or_with_unlike_cores_stay_apart_and_unlike_processors_are_named()
    {
        ComparedRun before = ComparedRuns.Named("before", Bare("node-1").Measured("nbody/small/native-clang", s_six));
        ComparedRun after = ComparedRuns.Named("after", ComparedRuns.Bare(Bare("node-2").Machine, commit: "bbbbbbbbbbbb").Measured("nbody/small/native-clang", s_six));
        Assert.Equal(["a.small @ 18cc40c012", "a.small @ bbbbbbbbbb"], ByType([before, after]).Columns.Select(static column => column.Name));

        ComparedRun wide = ComparedRuns.Named("wide", ComparedRuns.Bare(Bare("node-2").Machine with { Cores = 4 }).Measured("nbody/small/native-clang", s_six));
        Assert.Equal(["a.small, 2 cores", "a.small, 4 cores"], ByType([before, wide]).Columns.Select(static column => column.Name));

        ComparedRun another = ComparedRuns.Named("another", ComparedRuns.Bare(Bare("node-2").Machine with { Cpu = "Example E2" }).Measured("nbody/small/native-clang", s_six));
        Comparison unlike = ByType([before, another]);
        Assert.Contains("Machines of a.small have unlike processors: Example E1 in node-1; Example E2 in node-2.", Table(unlike, "What is compared").Notes);
        Assert.Equal("a.small (2 machines, Example E1 or Example E2, 2 cores)", Assert.Single(unlike.Columns).Title);
    }

    [Fact]
    public void A_fleet_with_several_machines_of_a_type_is_compared_by_type()
    {
        using MadeUpFleet fleet = new MadeUpFleet()
            .Node("node-1", "a.small", 0.1, "done", MadeUpFleet.Run(MadeUpFleet.Machine("a.small"), s_six))
            .Node("node-2", "a.small", 0.1, "done", MadeUpFleet.Run(MadeUpFleet.Machine("a.small"), [.. s_six.Select(static one => one * 1.2)]))
            .Node("node-3", "b.large", 0.3, "done", MadeUpFleet.Run(MadeUpFleet.Machine("b.large"), [.. s_six.Select(static one => one / 2)]))
            .Node("node-4", "a.small", 0.1, "lost", MadeUpFleet.Run(MadeUpFleet.Machine("a.small"), [.. s_six.Select(static one => one * 9)]), "gone")
            .Written();
        GivenRuns given = GivenRuns.Read([fleet.Folder]);
        Assert.Equal(ComparisonAxis.Type, given.By);
        Comparison comparison = Comparison.Of(given.Runs, new() { By = given.By, Prices = LabelledPrice.ListOf(given.Runs), Failures = given.Failures });
        Assert.Equal([("a.small", 2), ("b.large", 1), ("a.small node-4 (partial)", 1)], comparison.Columns.Select(static column => (column.Name, column.Machines.Count)));
        // 0.11 s at 0.10 an hour, a million times; 0.05 s at 0.30.
        string[] lines = ComparedRuns.Render(comparison, "csv").Split('\n');
        Assert.Equal(["3.05555556", "4.16666667"],
            ((string[])["a.small", "b.large"]).Select(type => lines.Single(line => line.StartsWith($"price-per-million,small,nbody,native-clang,{type},", StringComparison.Ordinal)).Split(',')[8]));
        Assert.Contains(lines, static line => line.StartsWith("price-per-1000-s,small,,native-clang,a.small,", StringComparison.Ordinal) && line.TrimEnd().EndsWith(",too-few-machines,", StringComparison.Ordinal));
        Assert.Equal("a.small", Comparison.Of(given.Runs, new() { By = given.By, Reference = "node-2" }).Reference.Name);
    }

    [Fact]
    public void A_fleet_with_one_machine_of_each_type_is_compared_by_machine()
    {
        using MadeUpFleet fleet = new MadeUpFleet()
            .Node("node-1", "a.small", null, "done", MadeUpFleet.Run(MadeUpFleet.Machine("a.small"), s_six))
            .Node("node-2", "b.large", null, "done", MadeUpFleet.Run(MadeUpFleet.Machine("b.large"), s_six))
            .Written();
        Assert.Null(GivenRuns.Read([fleet.Folder]).By);
    }

    [Fact]
    public void A_type_whose_machines_have_unlike_prices_has_none_and_says_why()
    {
        using MadeUpFleet fleet = new MadeUpFleet()
            .Node("node-1", "a.small", 0.1, "done", MadeUpFleet.Run(MadeUpFleet.Machine("a.small"), s_six))
            .Node("node-2", "a.small", 0.2, "done", MadeUpFleet.Run(MadeUpFleet.Machine("a.small"), s_six))
            .Node("node-3", "b.large", 0.3, "done", MadeUpFleet.Run(MadeUpFleet.Machine("b.large"), s_six))
            .Written();
        GivenRuns given = GivenRuns.Read([fleet.Folder]);
        Comparison comparison = Comparison.Of(given.Runs, new() { By = given.By, Prices = LabelledPrice.ListOf(given.Runs) });
        Assert.Equal("b.large", Assert.Single(PricedSize.Of(comparison, comparison.Sizes[0])!.Points).Column.Name);
        Assert.Contains("No price for a.small: its machines have unlike ones, from 0.1 to 0.2; compare --by machine, or give one for the type with --prices.", Table(comparison, "USD per million executions").Notes);
    }

    private static Comparison ByType(IEnumerable<ComparedRun> runs) => Comparison.Of([.. runs], new() { By = ComparisonAxis.Type });

    private static IEnumerable<ComparedRun> Type(string type, params double[] machines) => machines.Select((milliseconds, index) =>
        ComparedRuns.Named($"{type}-{index}", ComparedRuns.Bare(ComparedRuns.Small with { InstanceType = type, Label = $"{type} node-{index}" }).Measured("nbody/small/native-clang", [.. Enumerable.Repeat(milliseconds, 10)])));

    private static FixtureRun Bare(string node) => ComparedRuns.Bare(ComparedRuns.Small with { InstanceType = "a.small", Label = node });

    private static ComparedRun Noisy(string node, double milliseconds, ulong seed) =>
        ComparedRuns.Named(node, Bare(node).Measured("nbody/small/native-clang", ComparedRuns.Around(milliseconds, seed)).Measured("pi/small/native-clang", ComparedRuns.Around(2 * milliseconds, seed + 10)));

    private static ReportTable Table(Comparison comparison, string title) => ComparisonTables.Of(comparison).First(table => table.Title.Contains(title, StringComparison.Ordinal));
}
