using Bench.Core;

namespace Bench.Tests;

public sealed class FindingTests
{
    private static readonly double[] s_calm = [100.1, 100.7, 99.4, 100.3, 99.8, 100.9, 99.1, 100.5, 99.6, 100.2];

    [Fact]
    public void A_calm_run_of_one_backend_has_nothing_to_doubt_but_what_was_not_counted() =>
        Assert.Equal(["instructions-absent"], Run().Measured("nbody/small/node", s_calm).Summary.Findings.Select(static one => one.Id));

    [Fact]
    public void Values_far_out_are_told_with_the_farthest()
    {
        Finding found = Single<Outliers>(Run().Measured("nbody/small/node", [.. s_calm[..8], 130, 180]));
        Assert.Equal("total: 2 of 10 values lie far out, the farthest at 180 ms beside a median of 100 ms", found.Text);
    }

    [Fact]
    public void Values_far_out_of_a_narrow_range_are_no_matter_below_5_percent() =>
        Assert.Empty(Run().Measured("nbody/small/node", [.. s_calm[..9], 104]).Summary.Findings.OfType<Outliers>());

    [Fact]
    public void Two_modes_are_told_with_both()
    {
        Finding found = Single<TwoModes>(Run().Measured("nbody/small/node", [.. s_calm[..6], 140.2, 139.8, 141, 140.4]));
        Assert.Equal("total: two modes, 6 values around 100 ms and 4 around 140 ms, nothing between", found.Text);
    }

    [Fact]
    public void Two_modes_one_percent_apart_are_no_matter() =>
        Assert.Empty(Run().Measured("nbody/small/node", 100, 100.01, 100.02, 100.01, 100, 101, 101.01, 101.02, 101, 101.01).Summary.Findings.OfType<TwoModes>());

    [Fact]
    public void A_phase_inside_a_calm_total_can_have_two_modes()
    {
        FixtureRun run = Run().Measured("nbody/small/node", s_calm).Times("nbody/small/node", Phases.Startup, 1, 1.01, 1.02, 1, 1.01, 2, 2.01, 2, 2.02, 2.01);
        Assert.StartsWith("startup:", Single<TwoModes>(run).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_that_becomes_slower_all_the_time_drifts_even_among_many()
    {
        FixtureRun run = Run().Measured("nbody/small/node", [.. Enumerable.Range(0, 20).Select(static i => 100.0 + i)]);
        for (int i = 0; i < 100; i++)
            run.Measured($"w{i}/small/node", [.. s_calm.Select(one => one + i)]);
        Drift found = Single<Drift>(run);
        Assert.Equal(("nbody/small/node", 101), (found.Case.ToString(), found.Tried));
        Assert.Equal(19 / 109.5, found.Change, precision: 3);
    }

    [Fact]
    public void A_machine_that_becomes_slower_shows_in_all_cases_where_it_shows_in_none()
    {
        FixtureRun run = Run();
        for (int i = 0; i < 40; i++)
            run.Measured($"w{i}/small/node", 100 + i, 101.5 + i, 100.5 + i, 103 + i, 102.5 + i);
        Assert.Empty(run.Summary.Findings.OfType<Drift>());
        CommonDrift found = Single<CommonDrift>(run);
        Assert.Equal((40, 0), (found.Rising, found.Falling));
    }

    [Fact]
    public void A_phase_of_fewer_than_a_hundred_steps_of_its_clock_is_too_short()
    {
        FixtureRun run = Run().Measured("nop/small/node", 60).Measured("pi/small/node", 500)
            .Values("nop/small/node", Phases.Execute, Metric.Wall, 15_000, 16_000, 14_000, 17_000, 12_000, 18_000).Values("pi/small/node", Phases.Execute, Metric.Wall, 441_000_000, 443_011_000);
        TooShortForClock found = Single<TooShortForClock>(run);
        Assert.Equal(("nop/small/node", 1000), (found.Case.ToString(), found.Step));
        Assert.Equal("execute: 15.5 µs is fewer than 100 steps of its clock (1 µs)", found.Text);
    }

    [Fact]
    public void Times_that_jump_by_one_step_of_the_clock_are_short_and_have_no_modes()
    {
        FixtureRun run = Run().Measured("nop/small/node", [.. Enumerable.Repeat(0.7, 20)])
            .Values("nop/small/node", Phases.Execute, Metric.Wall, [.. Enumerable.Range(0, 20).Select(static i => i % 2 == 0 ? 40L : 50)]);
        Assert.Equal(Phases.Execute, Single<TooShortForClock>(run).Phase);
        Assert.Empty(run.Summary.Findings.OfType<TwoModes>());
    }

    [Fact]
    public void The_steps_of_a_clock_are_not_guessed_from_a_few_round_times() =>
        Assert.Empty(Run().Measured("nop/small/node", 60, 80).Measured("pi/small/node", 500).Summary.Findings.OfType<TooShortForClock>());

    [Fact]
    public void A_clock_of_nanoseconds_still_costs_its_reading() =>
        Assert.Equal(32, Single<TooShortForClock>(Run().Measured("nop/small/node", 60).Values("nop/small/node", Phases.Execute, Metric.Wall, 3001, 2998)).Step);

    [Fact]
    public void Fewer_than_six_processes_are_told() =>
        Assert.Equal("5 processes: no 95 % interval can be given", Single<TooFewProcesses>(Run().Measured("nbody/small/node", s_calm[..5])).Text);

    [Fact]
    public void A_run_without_a_case_of_six_processes_is_told_once()
    {
        Finding found = Single<TooFewProcesses>(Run().Measured("nbody/small/node", s_calm[..5]).Measured("pi/small/node", s_calm[..3]));
        Assert.Equal((null, "5 processes a case at most: no 95 % interval can be given"), (found.Case, found.Text));
    }

    [Fact]
    public void A_finding_about_one_phase_names_it() =>
        Assert.Equal([Phases.Total, Phases.Execute], Run().Measured("nbody/small/node", [.. s_calm[..9], 180]).Values("nbody/small/node", Phases.Execute, Metric.Wall, 40, 41).Summary.Findings
            .Select(static one => one.Phase).OfType<string>().OrderDescending());

    [Theory]
    [InlineData(0.03, 1.0, "time-stolen")]
    [InlineData(0.0, 3.5, "others-ran")]
    [InlineData(0.001, 1.1, null)]
    public void Noise_of_the_machine_is_told(double steal, double load, string? expected)
    {
        FixtureRun run = Run().Measured("nbody/small/node", s_calm).Noise((load, steal), (load, steal), (load, steal));
        Assert.Equal(expected, run.Summary.Findings.Select(static one => one.Id).FirstOrDefault(static id => id is "time-stolen" or "others-ran"));
    }

    [Fact]
    public void A_core_that_changes_its_frequency_is_told()
    {
        NoiseRecord[] looks = [.. new long[] { 3_400_000, 3_400_000, 2_200_000, 3_400_000, 3_300_000 }.Select(static (kilohertz, second) =>
            new NoiseRecord(DateTimeOffset.UnixEpoch.AddSeconds(second), Load: 1, Kilohertz: kilohertz))];
        Finding found = Assert.Single(new Summary(Run().Measured("nbody/small/node", s_calm).Record with { Noise = looks }).Findings.OfType<ClockSpeedVaried>());
        Assert.Equal("the core ran at 2.20 to 3.40 GHz", found.Text);
    }

    [Fact]
    public void Programs_that_ran_free_are_told()
    {
        RunRecord record = Run().Measured("nbody/small/node", s_calm).Record;
        record = record with { Header = record.Header with { Options = record.Header.Options with { PinnedCore = null } } };
        Assert.Single(new Summary(record).Findings.OfType<NotPinned>());
    }

    [Fact]
    public void A_size_without_a_known_answer_is_unchecked()
    {
        RunRecord record = Run().Workload("nbody", "small", "5000000").Measured("nbody/small/node", s_calm).Record;
        Assert.Empty(new Summary(record).Findings.OfType<OutputUnchecked>());   // as in older files
        Assert.Equal("nbody/small/node", Assert.Single(new Summary(With(new Dictionary<string, string> { ["smoke"] = new string('0', 64) })).Findings.OfType<OutputUnchecked>()).Case.ToString());
        Assert.Empty(new Summary(With(new Dictionary<string, string> { ["small"] = new string('0', 64) })).Findings.OfType<OutputUnchecked>());

        RunRecord With(Dictionary<string, string> answers) =>
            record with { Header = record.Header with { Workloads = [.. record.Header.Workloads.Select(one => one with { Answers = answers })] } };
    }

    [Fact]
    public void Runs_in_which_a_size_means_other_arguments_are_not_to_be_mixed()
    {
        Summary eighteen = Run().Workload("binary-trees", "paper", "18").Measured("binary-trees/paper/node", 2002).Summary;
        Summary twentyOne = Run().Workload("binary-trees", "paper", "21").Measured("binary-trees/paper/docker-native", 17191).Summary;
        Finding found = Assert.Single(FindingCatalog.Across([eighteen, twentyOne]));
        Assert.Equal(("sizes-mixed", "binary-trees/paper/docker-native", "binary-trees/paper is '18' in one run and '21' in another"), (found.Id, found.Case.ToString(), found.Text));
        Assert.Empty(FindingCatalog.Across([eighteen, eighteen]));
    }

    [Fact]
    public void Totals_that_hold_compilation_for_some_backends_only_are_told()
    {
        FixtureRun run = Run().Backend("wasmedge-aot", "WasmEdge AOT", BackendClass.Aot).Backend("node", "Node", BackendClass.OptimisingJit).Backend("docker-native", "Docker", BackendClass.Container)
            .Measured("nbody/small/wasmedge-aot", s_calm).Times("nbody/small/wasmedge-aot", Phases.Compile, s_calm)
            .Measured("nbody/small/node", [.. s_calm.Select(static one => one + 0.03)])
            .Measured("nbody/small/docker-native", [.. s_calm.Select(static one => one + 0.07)]).Times("nbody/small/docker-native", Phases.Create, s_calm);
        Assert.Equal("totals hold different work: compiled before and not counted: wasmedge-aot; compiled inside and counted: node; with the container's creation: docker-native",
            Single<PhasesUnlike>(run).Text);
    }

    [Fact]
    public void A_row_that_repeats_another_to_the_last_digit_was_copied()
    {
        // As published for an AMD EPYC 7571 in 2020: mandelbrot and binary-trees of Docker are WAVM's.
        FixtureRun run = Run().Measured("nbody/paper/wavm", 5177).Measured("nbody/paper/docker", 4604)
            .Measured("mandelbrot/paper/wavm", 10521).Measured("mandelbrot/paper/docker", 10521)
            .Measured("binary-trees/paper/wavm", 17544).Measured("binary-trees/paper/docker", 17544);
        Assert.Equal(["mandelbrot/paper/docker", "binary-trees/paper/docker"], run.Summary.Findings.OfType<CopiedCells>().Select(static one => one.Case.ToString()));
    }

    [Fact]
    public void One_pair_of_rounded_times_may_agree_by_chance() =>
        Assert.Empty(Run().Measured("nbody/paper/wavm", 5177).Measured("nbody/paper/docker", 4604)
            .Measured("mandelbrot/paper/wavm", 10521).Measured("mandelbrot/paper/docker", 10521).Summary.Findings.OfType<CopiedCells>());

    [Fact]
    public void One_pair_of_samples_in_nanoseconds_does_not() =>
        Assert.Single(Run().Measured("pi/small/node", 7.000001).Measured("nbody/small/wavm", 100.000123, 101.123456).Measured("nbody/small/docker", 101.123456, 100.000123).Summary.Findings.OfType<CopiedCells>());

    [Fact]
    public void A_program_that_ends_before_an_empty_one_would_did_nothing()
    {
        FixtureRun run = Run().Measured("nop/small/node", 57, 55, 56).Measured("pi/small/node", 7, 8, 7.5).Measured("nbody/small/node", 50, 52, 54);
        Finding found = Single<FasterThanNothing>(run);
        Assert.Equal("pi/small/node", found.Case.ToString());
    }

    [Fact]
    public void A_start_that_was_measured_once_may_have_been_a_cold_one() =>
        Assert.Empty(Run().Measured("nop/small/node", 57).Measured("pi/small/node", 24).Summary.Findings.OfType<FasterThanNothing>());

    [Fact]
    public void A_cell_far_ahead_of_every_other_failed_silently()
    {
        // As published: the process died at once, and nobody looked.
        FixtureRun run = Run().Measured("mandelbrot-simd/paper/wasmer-jit", 7).Measured("mandelbrot-simd/paper/ssvm", 6200).Measured("mandelbrot-simd/paper/wavm", 17_000);
        FarAheadOfAll found = Single<FarAheadOfAll>(run);
        Assert.Equal("mandelbrot-simd/paper/wasmer-jit", found.Case.ToString());
        Assert.Equal("total: 7 ms, 886 times faster than the next, ssvm (6.2 s)", found.Text);
    }

    [Fact]
    public void Native_code_may_be_far_ahead_of_interpreters() =>
        Assert.Empty(Run().Backend("wasm3", "wasm3", BackendClass.Interpreter).Backend("ipint", "ipint", BackendClass.Interpreter)
            .Measured("pi/small/native", 20).Measured("pi/small/wasm3", 1200).Measured("pi/small/ipint", 1500).Summary.Findings.OfType<FarAheadOfAll>());

    [Fact]
    public void Starting_up_sets_small_programs_apart_with_every_right() =>
        Assert.Empty(Run().Measured("nop/small/native", 0.8).Measured("nop/small/node", 56).Measured("nop/small/jit", 433).Summary.Findings.OfType<FarAheadOfAll>());

    [Fact]
    public void Iterations_without_a_steady_state_are_told()
    {
        CaseId id = CaseId.Parse("nbody/small/node");
        Measurement[] rows = [.. Enumerable.Range(1, 10).Select(i => new Measurement(id, 1, i, Phases.Iterate, Metric.Wall, i < 9 ? 1_000_000 + i : 2_000_000))];
        Assert.Equal("iterate: no steady state within 10 iterations", Assert.Single(new Summary(Run().Record with { Measurements = rows }).Findings.OfType<NoSteadyState>()).Text);
    }

    [Fact]
    public void A_library_is_doubted_by_its_million_operations_and_not_for_counters_that_it_cannot_have()
    {
        FixtureRun run = Run().Backend("y3", "Y3", BackendClass.Library).Called("take-value/c63/y3", 0, 219, null, 61, 62);
        Finding found = Assert.Single(run.Summary.Findings);
        Assert.Equal(("too-few-processes", "take-value/c63/y3"), (found.Id, found.Case.ToString()));
    }

    [Fact]
    public void A_library_that_becomes_slower_drifts_by_the_mean_of_each_process()
    {
        FixtureRun run = Run().Backend("y3", "Y3", BackendClass.Library).Called("take-value/c63/y3", 0, 219, null, [.. Enumerable.Range(0, 20).Select(static i => 100.0 + i)]);
        Measurement[] twice = [.. run.Record.Measurements.Where(static one => one.Phase == Phases.Million).SelectMany(static one => new[] { one with { Iteration = 1, Value = 0 }, one with { Iteration = 2, Value = 2 * one.Value } })];
        Assert.StartsWith("million: rose by 17 %", Assert.Single(new Summary(run.Record with { Measurements = twice }).Findings.OfType<Drift>()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_finding_of_many_cases_is_one_line()
    {
        FixtureRun run = Run().Measured("nbody/small/node", s_calm);
        for (int i = 0; i < 60; i++)
            run.Measured($"w{i}/small/node", 100 + i);
        FindingGroup group = Assert.Single(FindingGroup.Of(run.Summary.Findings), static one => one.Id == "too-few-processes");
        Assert.Equal((60, "w0/small/node: 1 process: no 95 % interval can be given; and 59 more cases"), (group.Cases.Count, group.Text));
    }

    [Fact]
    public void A_failed_case_is_not_doubted_as_well() =>
        Assert.Equal(["instructions-absent"], Run().Times("nbody/small/node", Phases.Total, 1).Failed("nbody/small/node", FailureCause.Trap, "trap").Summary.Findings.Select(static one => one.Id));

    private static FixtureRun Run() => new();

    private static T Single<T>(FixtureRun run) where T : Finding => Assert.Single(run.Summary.Findings.OfType<T>());
}
