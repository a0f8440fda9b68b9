using Bench.Core;
using Bench.Reports;

namespace Bench.Tests;

public sealed class ComparisonTests
{
    private static readonly double[] s_six = [100, 100, 100, 100, 100, 100];

    [Theory]
    [InlineData("md", "compare-three-machines.md")]
    [InlineData("csv", "compare-three-machines.csv")]
    public void Machines_stand_side_by_side_with_ratios_orders_and_prices(string format, string file) => StoredFile.Holds(file, ComparedRuns.Render(Three(), format));

    [Fact]
    public void The_example_of_the_documentation_is_what_a_console_shows()
    {
        string text = PlainConsole.Text(ComparisonTables.Main(Three()), width: 200);
        StoredFile.Holds("compare-three-machines.txt", text);
        Assert.Contains($"```text\n{text}```", File.ReadAllText(Path.Combine(Repo.Root, "docs", "compare.md")));
    }

    [Fact]
    public void Tables_fit_the_model_that_other_formats_render() => Assert.All(ComparisonTables.Of(Three()), static table =>
    {
        Assert.All(table.Rows, row => Assert.Equal(table.Columns.Count, row.Count));
        Assert.Equal(table.Columns.Count, table.Columns.Select(static column => column.Header).Distinct().Count());
    });

    [Fact]
    public async Task As_latex_each_table_is_a_file_of_its_own()
    {
        IReadOnlyList<ReportFile> files = await ComparisonFormats.RenderAsync(Three(), ["latex"], null, CancellationToken.None);
        Assert.Equal("compare.tex", files[0].Path);
        Assert.Equal(ComparisonTables.Of(Three()).Count, files.Count - 1);
        Assert.All(files.Skip(1), file => Assert.Contains($"\\input{{{file.Path}}}", System.Text.Encoding.UTF8.GetString(files[0].Content.Span)));
    }

    [Fact]
    public void A_difference_too_small_for_the_digits_of_a_table_gets_more_of_them()
    {
        double[] steady = [1000, 1000, 1000, 1000, 1000, 1000], later = [1000.4, 1000.4, 1000.4, 1000.4, 1000.4, 1030];
        Comparison comparison = Comparison.Of([ComparedRuns.One("left", ComparedRuns.Small, steady), ComparedRuns.One("right", ComparedRuns.Arm, later)], new());
        string cell = Cells(comparison, "ratio of times, geometric mean").ElementAt(1);
        Assert.StartsWith("1.0004 [1.0004, ", cell);
        Assert.Contains("slower", Cells(comparison, "ratio of times, geometric mean"));
    }

    [Fact]
    public void Numbers_of_two_machines_are_never_in_one_mean()
    {
        Comparison comparison = Comparison.Of([ComparedRuns.One("left", ComparedRuns.Small, s_six), ComparedRuns.One("right", ComparedRuns.Arm, [.. s_six.Select(static one => 3 * one)])], new());
        Assert.Equal(["example.small", "example.arm"], comparison.Columns.Select(static column => column.Name));
        Assert.Equal([100e6, 300e6], comparison.Columns.Select(column => comparison.Time(column, Nbody)!.Value));
        Assert.Equal(["0.100", "0.300"], ComparisonTables.Of(comparison).Where(static table => table.Columns[0].Header == "runtime").Select(static table => table.Rows[0][1].Text));
    }

    [Fact]
    public void Twins_are_two_machines_once_they_are_labelled_and_one_machine_before()
    {
        ComparedRun left = ComparedRuns.One("left", ComparedRuns.Small, s_six), right = ComparedRuns.One("right", ComparedRuns.Small, s_six);
        Comparison labelled = Comparison.Of([left.Labelled("a"), right.Labelled("b")], new());
        Assert.Equal(["a", "b"], labelled.Columns.Select(static column => column.Name));
        Assert.Contains("a and b are alike but for their labels.", Notes(labelled));

        Comparison unlabelled = Comparison.Of([left, right], new());
        Assert.Single(unlabelled.Columns.Select(static column => MachineId.Of(column.Machine)).Distinct());
        Assert.Contains(Notes(unlabelled), static note => note.Contains("the same machine and commit, measured more than once", StringComparison.Ordinal));
    }

    [Fact]
    public void Runs_of_one_machine_and_commit_share_a_column_only_if_no_case_is_in_both()
    {
        ComparedRun nbody = ComparedRuns.One("first", ComparedRuns.Small, s_six);
        ComparedRun pi = ComparedRuns.Named("second", ComparedRuns.Bare(ComparedRuns.Small).Measured("pi/small/native-clang", s_six));
        Assert.Equal(2, Assert.Single(Comparison.Of([nbody, pi], new()).Columns).Cases.Count);

        Comparison apart = Comparison.Of([nbody, pi, nbody with { Name = "third" }], new());
        Assert.Equal(3, apart.Columns.Select(static column => column.Name).Distinct().Count());
        Assert.All(apart.Columns, static column => Assert.Single(column.Cases));
    }

    [Fact]
    public void Runs_of_one_machine_with_other_versions_never_share_a_column()
    {
        ComparedRun nbody = ComparedRuns.One("first", ComparedRuns.Small, s_six);
        ComparedRun pi = ComparedRuns.Named("second", new FixtureRun { Machine = ComparedRuns.Small }
            .Backend("native-clang", "Native (clang)", BackendClass.Native, "18.1.8").Workload("pi", "small", "20000").Measured("pi/small/native-clang", s_six));
        Assert.Contains("no measured case in common", Assert.Throws<UsageException>(() => Comparison.Of([nbody, pi], new())).Message);
    }

    [Fact]
    public void Two_commits_of_one_machine_are_compared_by_commit()
    {
        ComparedRun before = ComparedRuns.Named("before", ComparedRuns.Bare(ComparedRuns.Small, commit: "aaaaaaaaaaaa").Measured("nbody/small/native-clang", s_six));
        ComparedRun after = ComparedRuns.Named("after", ComparedRuns.Bare(ComparedRuns.Small, commit: "bbbbbbbbbbbb+").Measured("nbody/small/native-clang", [.. s_six.Select(static one => one * 1.1)]));
        Comparison comparison = Comparison.Of([before, after], new());
        Assert.Equal(["aaaaaaaaaa", "bbbbbbbbbb+"], comparison.Columns.Select(static column => column.Name));
        Assert.Equal(ComparisonVerdict.Slower, comparison.Ratio(comparison.Columns[1], Nbody)!.Judge());
        Assert.Contains("bbbbbbbbbb+ was measured from a checkout with changes that are not in its commit bbbbbbbbbb+.", Notes(comparison));
        Assert.Contains("compare --by commit", Assert.Throws<UsageException>(() => Comparison.Of([before, after], new() { By = ComparisonAxis.Machine })).Message);

        Comparison both = Comparison.Of([before, after, ComparedRuns.One("other", ComparedRuns.Arm, s_six)], new());
        Assert.Equal(["example.small @ aaaaaaaaaa", "example.small @ bbbbbbbbbb+", "example.arm @ 18cc40c012"], both.Columns.Select(static column => column.Name));
    }

    [Theory]
    [InlineData(10, 1, "faster")]
    [InlineData(1, 10, "slower")]
    [InlineData(10, 10, "no difference seen")]
    public void A_ratio_is_judged_by_its_interval(double reference, double other, string verdict)
    {
        Comparison comparison = Comparison.Of([ComparedRuns.One("left", ComparedRuns.Small, ComparedRuns.Around(reference, 1)), ComparedRuns.One("right", ComparedRuns.Arm, ComparedRuns.Around(other, 2))], new());
        MedianProduct ratio = comparison.Ratio(comparison.Columns[1], Nbody)!;
        Assert.True(ratio.Estimate.Interval!.Value.Contains(ratio.Value));
        Assert.Contains(verdict, Cells(comparison, "ratio of times, geometric mean"));
    }

    [Fact]
    public void Five_processes_are_too_few_for_an_interval()
    {
        Comparison comparison = Comparison.Of([ComparedRuns.One("left", ComparedRuns.Small, 1, 1, 1, 1, 1), ComparedRuns.One("right", ComparedRuns.Arm, ComparedRuns.Around(9, 2))], new());
        Assert.Null(comparison.Ratio(comparison.Columns[1], Nbody)!.Estimate.Interval);
        Assert.Contains("too few processes", Cells(comparison, "ratio of times, geometric mean"));
        Assert.Contains("too few processes", Cells(comparison, "order by geometric mean"));
        Assert.Contains("Intervals and shares need 6 processes a case: ./bench run --processes 10 has them.", Notes(comparison));
    }

    [Fact]
    public void Two_runs_with_one_seed_and_the_same_times_are_still_drawn_apart()
    {
        double[] times = ComparedRuns.Around(100, 7);
        Comparison comparison = Comparison.Of([ComparedRuns.One("left", ComparedRuns.Small, times), ComparedRuns.One("right", ComparedRuns.Arm, times)], new());
        MedianProduct ratio = comparison.Ratio(comparison.Columns[1], Nbody)!;
        Assert.Equal(1, ratio.Value);
        Assert.InRange(ratio.Draws!.Distinct().Count(), 100, MedianProduct.Resamples);   // drawn alike, every quotient would be 1
    }

    [Fact]
    public void A_ratio_through_a_baseline_leaves_out_what_the_machines_differ_by()
    {
        // Native 2 times slower, Node 3 times: what is Node's own is 1.5.
        static FixtureRun Run(MachineInfo machine, double native, double node) => ComparedRuns.Bare(machine)
            .Measured("nbody/small/native-clang", [.. s_six.Select(one => one * native)]).Measured("nbody/small/node", [.. s_six.Select(one => one * node)]);
        Comparison comparison = Comparison.Of([ComparedRuns.Named("left", Run(ComparedRuns.Small, 1, 2)), ComparedRuns.Named("right", Run(ComparedRuns.Arm, 2, 6))], new() { Baseline = "native-clang" });
        ComparisonColumn right = comparison.Columns[1];
        Assert.Equal(2, comparison.Ratio(right, Nbody)!.Value);
        Assert.Equal(3, comparison.Ratio(right, Nbody with { Backend = "node" })!.Value);
        Assert.Equal(1.5, comparison.RatioThroughBaseline(right, Nbody with { Backend = "node" })!.Value);
        Assert.Null(comparison.RatioThroughBaseline(right, Nbody));
    }

    [Fact]
    public void A_ratio_and_a_mean_have_the_intervals_that_a_report_gives_them()
    {
        Sample[] samples = [.. Enumerable.Range(1, 4).Select(static seed => new Sample(ComparedRuns.Around(100 * seed, (ulong)seed)))];
        MedianProduct[] medians = [.. samples.Select(static (sample, index) => MedianProduct.Of(sample, (ulong)index))];
        Estimate one = RatioEstimate.Of(samples[0], samples[1]), other = RatioEstimate.Of(samples[2], samples[3]);
        Same(MedianEstimate.Of(samples[0]), medians[0]);
        Same(one, medians[0].Over(medians[1]));
        Same(GeometricMean.Of([one, other]), MedianProduct.GeometricMean([medians[0].Over(medians[1]), medians[2].Over(medians[3])]));

        static void Same(Estimate expected, MedianProduct actual) => Assert.Equal(
            new[] { expected.Value, expected.Interval!.Value.Low, expected.Interval.Value.High }.Select(static value => Math.Round(value, 9)),
            new[] { actual.Value, actual.Estimate.Interval!.Value.Low, actual.Estimate.Interval.Value.High }.Select(static value => Math.Round(value, 9)));
    }

    [Fact]
    public void What_stands_on_both_sides_of_a_quotient_is_no_doubt()
    {
        MedianProduct shared = MedianProduct.Of(new Sample(ComparedRuns.Around(100, 1)), 1), own = MedianProduct.Of(new Sample(ComparedRuns.Around(200, 2)), 2);
        Assert.Equal(new Interval(1, 1, 0.95), shared.Over(shared).Estimate.Interval);
        Assert.All(shared.Over(shared).Draws!, static draw => Assert.Equal(1, draw));
        MedianProduct through = own.Over(shared).Over(MedianProduct.Of(new Sample([50, 50, 50, 50, 50, 50]), 3).Over(shared));
        Assert.Equal(own.Over(MedianProduct.Of(new Sample([50, 50, 50, 50, 50, 50]), 4)).Estimate.Interval!.Value.HalfWidth, through.Estimate.Interval!.Value.HalfWidth, precision: 9);
    }

    [Fact]
    public void A_geometric_mean_is_over_workloads()
    {
        FixtureRun left = ComparedRuns.Bare(ComparedRuns.Small).Measured("nbody/small/native-clang", s_six).Measured("pi/small/native-clang", s_six);
        FixtureRun right = ComparedRuns.Bare(ComparedRuns.Arm).Measured("nbody/small/native-clang", [.. s_six.Select(static one => one * 2)]).Measured("pi/small/native-clang", [.. s_six.Select(static one => one * 8)]);
        Comparison comparison = Comparison.Of([ComparedRuns.Named("left", left), ComparedRuns.Named("right", right)], new());
        (MedianProduct mean, int count) = Comparison.GeometricMean(comparison.Sizes[0], ["native-clang"], id => comparison.Ratio(comparison.Columns[1], id))!.Value;
        Assert.Equal(2, count);
        Assert.Equal(4, mean.Value, precision: 9);
        Assert.Equal((4, 4), (Math.Round(mean.Estimate.Interval!.Value.Low, 9), Math.Round(mean.Estimate.Interval.Value.High, 9)));
    }

    [Fact]
    public void The_interval_of_a_ratio_covers_the_true_one_about_as_often_as_it_says()
    {
        const int Trials = 300;
        SplitMix random = new(20260131);
        double Time() => 100 + (10 * Enumerable.Range(0, 12).Sum(_ => random.NextDouble()));
        int covered = Enumerable.Range(0, Trials).Count(trial =>
        {
            MedianProduct one = MedianProduct.Of(new Sample([.. Enumerable.Range(0, 10).Select(_ => Time())]), random.Next());
            MedianProduct other = MedianProduct.Of(new Sample([.. Enumerable.Range(0, 10).Select(_ => Time())]), random.Next());
            return one.Over(other).Estimate.Interval!.Value.Contains(1);
        });
        Assert.InRange((double)covered / Trials, 0.92, 0.99);
    }

    [Fact]
    public void Unlike_arguments_are_refused_for_their_workload_only()
    {
        static FixtureRun Run(MachineInfo machine, string argument) => ComparedRuns.Bare(machine, argument).Measured("nbody/small/native-clang", s_six).Measured("pi/small/native-clang", s_six);
        Comparison comparison = Comparison.Of([ComparedRuns.Named("left", Run(ComparedRuns.Small, "18")), ComparedRuns.Named("right", Run(ComparedRuns.Arm, "21"))], new());
        Assert.Null(comparison.Ratio(comparison.Columns[1], Nbody));
        Assert.NotNull(comparison.Ratio(comparison.Columns[1], Nbody with { Workload = "pi" }));
        Assert.Contains("nbody, size small, is not compared: its arguments are '18' on example.small, '21' on example.arm.", Notes(comparison));
    }

    [Fact]
    public void Runs_without_a_common_case_are_refused_with_what_each_has()
    {
        ComparedRun left = ComparedRuns.One("left", ComparedRuns.Small, s_six);
        ComparedRun right = ComparedRuns.Named("right", ComparedRuns.Bare(ComparedRuns.Arm).Failed("nbody/small/native-clang", FailureCause.Trap, "trap"));
        Assert.Equal("example.small has no measured case in common with another column: example.small ran 1 case of size small, 1 measured; example.arm ran 1 case of size small, 0 measured",
            Assert.Throws<UsageException>(() => Comparison.Of([left, right], new())).Message);
        ComparedRun other = ComparedRuns.Named("right", ComparedRuns.Bare(ComparedRuns.Arm, "7").Measured("nbody/small/native-clang", s_six));
        Assert.EndsWith("its arguments are '5000000' on example.small, '7' on example.arm", Assert.Throws<UsageException>(() => Comparison.Of([left, other], new())).Message);
    }

    [Fact]
    public void One_machine_alone_has_its_block_and_its_prices()
    {
        Comparison comparison = Comparison.Of(ComparedRuns.ThreeMachines()[..1], new() { Prices = ComparedRuns.Prices() });
        Assert.Equal(["What is compared", "example.small (Example E1, 2 cores): size small", "Size small: price and speed"], ComparisonTables.Main(comparison).Select(static table => table.Title));
        Assert.Contains("One column only: ratios need a second machine or commit.", Notes(comparison));
    }

    [Fact]
    public void The_reference_can_be_chosen_by_run_folder_or_name()
    {
        foreach (string name in (string[])["arm", "example.arm"])
            Assert.Equal("example.arm", Comparison.Of(ComparedRuns.ThreeMachines(), new() { Reference = name }).Reference.Name);
        Assert.Equal("unknown reference 'amr'; did you mean arm?", Assert.Throws<UsageException>(() => Comparison.Of(ComparedRuns.ThreeMachines(), new() { Reference = "amr" })).Message);
        Assert.StartsWith("unknown backend 'native-clnag'; did you mean native-clang", Assert.Throws<UsageException>(() => Comparison.Of(ComparedRuns.ThreeMachines(), new() { Baseline = "native-clnag" })).Message);
        Assert.StartsWith("unknown format 'pdf'; ", Assert.Throws<UsageException>(() => ComparedRuns.Render(Three(), "pdf")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Machines_of_one_type_are_told_apart_by_what_differs()
    {
        ComparedRun[] runs = [ComparedRuns.One("1", ComparedRuns.Small, s_six), ComparedRuns.One("2", ComparedRuns.Small with { Kernel = "6.13.0" }, s_six), ComparedRuns.One("3", ComparedRuns.Small with { Kernel = "6.14.0" }, s_six)];
        Assert.Equal(["example.small, kernel 6.12.0", "example.small, kernel 6.13.0", "example.small, kernel 6.14.0"], Comparison.Of(runs, new()).Columns.Select(static column => column.Name));
    }

    [Fact]
    public void Nasty_text_stays_text()
    {
        MachineInfo nasty = ComparedRuns.Small with { Label = "a|b `c`\n# <script>\u001b[2J", Cpu = new string('x', 300), InstanceType = "*bold*", Kernel = "k|1" };
        static FixtureRun Run(MachineInfo machine, string version) => new FixtureRun { Machine = machine, Commit = "<b>+" }
            .Backend("e|vil", "a | b", BackendClass.Native, version, "-D'x|y'").Workload("n|body", "sm*all", "1", "a|b").Measured("n|body/sm*all/e|vil", s_six);
        Comparison comparison = Comparison.Of([ComparedRuns.Named("left", Run(nasty, "1 | \u001b[31m")), ComparedRuns.Named("right", Run(ComparedRuns.Arm, "2"))], new() { Baseline = "e|vil", Prices = ComparedRuns.Prices() });
        StoredFile.Holds("compare-nasty.md", ComparedRuns.Render(comparison, "md"));
        StoredFile.Holds("compare-nasty.csv", ComparedRuns.Render(comparison, "csv"));
    }

    private static readonly CaseId Nbody = new("nbody", "small", "native-clang");

    private static Comparison Three() => Comparison.Of(ComparedRuns.ThreeMachines(), new() { Baseline = "native-clang", Prices = ComparedRuns.Prices() });

    private static IReadOnlyList<string> Notes(Comparison comparison) => ComparisonTables.Main(comparison)[0].Notes;

    private static IEnumerable<string> Cells(Comparison comparison, string title) =>
        ComparisonTables.Main(comparison).Single(table => table.Title.EndsWith(title, StringComparison.Ordinal) || table.Title.Contains(title, StringComparison.Ordinal)).Rows.SelectMany(static row => row).Select(static cell => cell.Text);
}
