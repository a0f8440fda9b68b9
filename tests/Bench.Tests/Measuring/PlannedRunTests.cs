using Bench.Core;

namespace Bench.Tests;

/// <summary>Runs with a budget, a precision to reach, or processes that iterate; on a clock that moves by what each process takes.</summary>
public sealed class PlannedRunTests : IDisposable
{
    private const ulong Seed = 42;
    private static readonly Workload s_workload = Fakes.Workload("one", "small");

    private readonly TempFolder _folder = new();
    private readonly HandClock _clock = new();
    private readonly Progress _progress = new();
    private readonly SplitMix _random = new(3);

    private string Run => _folder["run"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task After_the_pilot_the_noisiest_case_and_the_baseline_get_the_time_that_is_left()
    {
        RunRecord run = await RunAsync([Noisy("base", 0.05), Noisy("still", 0.01), Noisy("wild", 0.4)], Options(processes: 6, budget: 60) with { Baseline = "base" });

        Assert.Equal(18, run.Processes.Take(18).DistinctBy(static one => (one.Case, one.Process)).Count());
        Assert.All(run.Processes.Take(18), static one => Assert.InRange(one.Process, 1, 6));
        Assert.InRange(run.Processes.Count, 58, 61);
        Assert.True(Count(run, "wild") > 2 * Count(run, "base") && Count(run, "base") > Count(run, "still"));
        Assert.All(run.Outcomes, outcome => Assert.Equal(run.Processes.Count(one => one.Case == outcome.Key), Assert.IsType<Outcome.Measured>(outcome.Value).Processes));
    }

    [Fact]
    public async Task What_the_plan_expects_is_written_down_once_with_the_size_of_the_pilot()
    {
        RunRecord run = await RunAsync([Noisy("base", 0.05), Noisy("wild", 0.4)], Options(processes: 6, budget: 60) with { Baseline = "base" });

        Assert.Equal(["base", "wild"], run.Plan.Select(static one => one.Case.Backend));
        Assert.All(run.Plan, static one => Assert.Equal((WorkKind.Execute, 6), (one.Kind, one.Pilot)));
        Assert.InRange(run.Plan.Sum(static one => one.Processes), 45, 60);
        Assert.True(run.Plan[1].HalfWidth > run.Plan[0].HalfWidth);
    }

    [Fact]
    public async Task A_budget_that_pays_for_no_pilot_has_no_plan()
    {
        RunRecord run = await RunAsync([Noisy("base", 0.05), Noisy("wild", 0.4)], Options(processes: 6, budget: 5));
        Assert.Empty(run.Plan);
        Assert.InRange(run.Processes.Count, 5, 6);
    }

    [Fact]
    public async Task A_precision_ends_the_run_as_soon_as_it_is_reached()
    {
        RunOptions options = Options(processes: 6, budget: null) with { Baseline = "base", Precision = 0.05 };
        RunRecord run = await RunAsync([Noisy("base", 0.05), Noisy("wild", 0.2)], options);

        Assert.All(PrecisionReport.Of(new Summary(run), "base"), static row => Assert.InRange(row.Reached!.Value, 0, 0.05));
        Assert.InRange(run.Processes.Count, 13, 150);
    }

    [Fact]
    public async Task Without_a_budget_a_case_has_at_most_a_hundred_processes()
    {
        RunRecord run = await RunAsync([Noisy("wild", 0.4)], Options(processes: 6, budget: null) with { Precision = 1e-6 });
        Assert.Equal(100, run.Processes.Count);
    }

    [Fact]
    public async Task A_pilot_smaller_than_an_interval_needs_is_filled_up_evenly()
    {
        RunRecord run = await RunAsync([Noisy("base", 0.05), Noisy("wild", 0.4)], Options(processes: 1, budget: 30));
        Assert.Equal(12, run.Processes.Take(12).DistinctBy(static one => (one.Case, one.Process)).Count(static one => one.Process <= 6));
        Assert.All(run.Plan, static one => Assert.InRange(one.Pilot, 6, 7));
    }

    [Fact]
    public async Task Interrupted_anywhere_a_run_goes_on_in_the_order_of_its_pilot_and_spends_no_more_than_its_budget()
    {
        RunOptions options = Options(processes: 6, budget: 40) with { Baseline = "base" };
        RunRecord whole = await RunAsync([Noisy("base", 0.05), Noisy("wild", 0.4)], options, folder: _folder["whole"]);
        foreach (int stop in (int[])[1, 7, 12, 13, 25, 39])
        {
            using CancellationTokenSource cancel = new();
            string folder = _folder[$"stopped-{stop}"];
            int ran = 0;
            FakeBackend Stopping(string id, double spread) => Noisy(id, spread, () =>
            {
                if (++ran == stop)
                    cancel.Cancel();
            });
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync([Stopping("base", 0.05), Stopping("wild", 0.4)], options, folder, ct: cancel.Token));
            RunRecord before = RunFolder.Read(folder);
            Assert.Equal(stop - 1, before.Processes.Count);
            _clock.Advance(TimeSpan.FromHours(1));   // the break counts for nothing

            RunRecord after = await RunAsync([Noisy("base", 0.05), Noisy("wild", 0.4)], options, folder, before);

            Assert.Equal(before.Processes, after.Processes.Take(before.Processes.Count));
            Assert.Equal(whole.Processes.Take(12).Select(static one => (one.Case, one.Process)), after.Processes.Take(12).Select(static one => (one.Case, one.Process)));
            Assert.Equal(after.Processes.Count, after.Processes.DistinctBy(static one => (one.Case, one.Kind, one.Process)).Count());
            Assert.Equal(Enumerable.Range(1, after.Processes.Count), after.Processes.Select(static one => one.Sequence));
            Assert.InRange(after.Measuring().TotalSeconds, 37, 42);
            Assert.Equal(2, after.Plan.Count);
        }
    }

    [Fact]
    public async Task The_time_left_is_never_more_than_the_budget_has_and_never_less_than_what_must_run()
    {
        await RunAsync([Noisy("base", 0.05), Noisy("wild", 0.4)], Options(processes: 6, budget: 40) with { Baseline = "base" });
        Assert.Null(_progress.Left[0].Left);
        Assert.All(_progress.Left.Skip(1), one => Assert.InRange((one.At - SmallRun.Start + one.Left!.Value).TotalSeconds, 30, 41));
        Assert.All(_progress.Left, static one => Assert.InRange(one.Done, 0, one.Total - 1));

        _progress.Left.Clear();
        await RunAsync([Noisy("a", 0.05), Noisy("b", 0.05), Noisy("c", 0.05)], Options(processes: 6, budget: 0.5), _folder["short"]);
        Assert.Equal([null, 2, 1], _progress.Left.Select(static one => one.Left is TimeSpan left ? (double?)Math.Round(left.TotalSeconds) : null));
    }

    [Fact]
    public async Task Compilations_are_measured_in_the_pilot_only_and_six_times_at_most()
    {
        FakeBackend aot = new()
        {
            Id = "aot", Title = "aot", Class = BackendClass.Aot, Answer = Answering(0.3),
            Step = static workload => new BuildStep { Phase = Phases.Compile, Output = workload.Id, Commands = static paths => [Command.Of("touch", paths.Output)] },
        };
        RunRecord run = await RunAsync([aot], Options(processes: 8, budget: 30));
        Assert.Equal(6, run.Processes.Count(static one => one.Kind == WorkKind.Compile));
        Assert.True(Count(run, "aot") > 8);
    }

    [Fact]
    public async Task Beside_each_process_another_one_iterates_and_only_its_iterations_are_kept()
    {
        List<IReadOnlyList<string>> arguments = [];
        FakeBackend backend = Iterating("a", arguments.Add);

        RunRecord run = await RunAsync([backend], Options(processes: 3, budget: null) with { Iterations = new Iterations(7) });

        Assert.Equal(3, Count(run, "a"));
        Assert.Equal(3, arguments.Count(static one => one is ["1", "--iterations=7"]));
        Measurement[] iterated = [.. run.Measurements.Where(static one => one.Phase == Phases.Iterate)];
        Assert.Equal(from process in new[] { 1, 2, 3 } from iteration in Enumerable.Range(1, 7) select (process, iteration), iterated.Select(static one => (one.Process, one.Iteration)));
        Assert.Equal(3, run.Measurements.Count(static one => one.Phase == Phases.Total));
        Assert.Equal(new Outcome.Measured(run.Processes[0].Case, 3), run.Outcomes[run.Processes[0].Case]);
    }

    [Fact]
    public async Task Iterations_are_chosen_by_what_was_seen()
    {
        List<IReadOnlyList<string>> arguments = [];
        RunRecord run = await RunAsync([Iterating("a", arguments.Add)], Options(processes: 4, budget: null) with { Iterations = Iterations.Auto });

        // Two seconds of a kernel that takes a little more than a tenth.
        Assert.Equal(["--iterations=19", "--iterations=19"], arguments.Where(static one => one.Count > 1).Select(static one => one[1]).Take(2));
        SteadyPrecision steady = Assert.Single(PrecisionReport.Of(new Summary(run), null)).Steady!;
        Assert.Equal(4, steady.Processes);
        Assert.Equal($"--iterations={steady.Iterations}", arguments.Last(static one => one.Count > 1)[1]);
        Assert.NotNull(steady.WarmUp!.Variance);
    }

    [Fact]
    public async Task A_program_that_takes_no_notice_of_iterations_is_measured_all_the_same_and_it_is_said_once()
    {
        RunRecord run = await RunAsync([Iterating("deaf", static _ => { }, deaf: true)], Options(processes: 3, budget: null) with { Iterations = new Iterations(7) });

        Assert.Equal(["one/small/deaf is not iterated: it takes no notice of --iterations=7"], _progress.Notes);
        Assert.DoesNotContain(run.Measurements, static one => one.Phase == Phases.Iterate);
        Assert.Equal(3, Assert.IsType<Outcome.Measured>(Assert.Single(run.Outcomes.Values)).Processes);
    }

    [Fact]
    public async Task A_program_that_refuses_the_argument_is_measured_all_the_same()
    {
        FakeBackend refusing = new()
        {
            Id = "strict", Title = "", Class = BackendClass.Native,
            Answer = static (request, _) => request.Size.Args.Count > 1 ? Fakes.Ended(new ExitStatus.Exited(2)) : Fakes.Right(100),
        };
        RunRecord run = await RunAsync([refusing], Options(processes: 2, budget: null) with { Iterations = Iterations.Auto });
        Assert.Contains("exit code 2", Assert.Single(_progress.Notes));
        Assert.IsType<Outcome.Measured>(Assert.Single(run.Outcomes.Values));
    }

    [Fact]
    public async Task A_wrong_answer_after_iterations_fails_the_case()
    {
        FakeBackend wrong = new()
        {
            Id = "wrong", Title = "", Class = BackendClass.Native,
            Answer = static (request, _) => request.Size.Args.Count > 1 ? Fakes.Right(100) with { Output = new OutputSummary("", 3, "bad", "bad") } : Fakes.Right(100),
        };
        RunRecord run = await RunAsync([wrong], Options(processes: 2, budget: null) with { Iterations = new Iterations(3) });
        Assert.Equal(FailureCause.WrongOutput, Assert.IsType<Outcome.Failed>(Assert.Single(run.Outcomes.Values)).Cause);
    }

    [Fact]
    public async Task With_a_budget_processes_that_iterate_compete_with_those_that_do_not()
    {
        RunRecord run = await RunAsync([Iterating("a", static _ => { }, spread: 0.5)], Options(processes: 6, budget: 100) with { Iterations = new Iterations(8) });
        Assert.InRange(run.Processes.Count(static one => one.Kind == WorkKind.Iterate), 12, 100);
        Assert.Equal([WorkKind.Execute, WorkKind.Iterate], run.Plan.Select(static one => one.Kind));
    }

    [SkippableFact]
    public async Task The_machine_is_looked_at_before_the_first_process_about_once_a_second_and_after_the_last()
    {
        Skip.IfNot(File.Exists("/proc/loadavg"), "no /proc");
        RunRecord run = await RunAsync([Noisy("a", 0.05), Noisy("b", 0.05)], Options(processes: 3, budget: null));
        Assert.InRange(run.Noise.Count, 6, 8);
        Assert.True(run.Noise[0].At <= run.Processes[0].StartedAt && run.Noise[^1].At > run.Processes[^1].StartedAt);
    }

    private static int Count(RunRecord run, string backend) => run.Processes.Count(one => one.Case.Backend == backend && one.Kind == WorkKind.Execute);

    /// <summary>Processes of about a second.</summary>
    private FakeBackend Noisy(string id, double spread, Action? before = null)
    {
        Func<ExecutionRequest, int, Execution> answer = Answering(spread);
        return new FakeBackend
        {
            Id = id, Title = id, Class = BackendClass.Native,
            Answer = (request, number) =>
            {
                before?.Invoke();
                return answer(request, number);
            },
        };
    }

    private Func<ExecutionRequest, int, Execution> Answering(double spread) => (_, _) =>
    {
        double seconds = 1 + (spread * (_random.NextDouble() - 0.5));
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        return Fakes.Right((long)(seconds * 1e9));
    };

    /// <summary>A kernel of a tenth of a second in a process of half a second more.</summary>
    private FakeBackend Iterating(string id, Action<IReadOnlyList<string>> seen, bool deaf = false, double spread = 0.05) => new()
    {
        Id = id, Title = id, Class = BackendClass.Native,
        Answer = (request, _) =>
        {
            seen(request.Size.Args);
            int count = request.Size.Args.Count > 1 && !deaf ? int.Parse(request.Size.Args[1].Split('=')[1]) : 1;
            double level = 1 + (spread * _random.NextDouble());
            long[] ns = [.. Enumerable.Range(0, count).Select(_ => (long)(1e8 * level * (1 + (spread * _random.NextDouble()))))];
            long total = 500_000_000 + ns.Sum();
            _clock.Advance(TimeSpan.FromTicks(total / 100));
            return Fakes.Right(total) with
            {
                Readings = [new Reading(0, Phases.Total, Metric.Wall, total), .. ns.Select(static (one, k) => new Reading(k + 1, Phases.Execute, Metric.Wall, one))],
            };
        },
    };

    private static RunOptions Options(int processes, double? budget) => new()
    {
        Suite = "quick", Processes = processes, Budget = budget is double seconds ? TimeSpan.FromSeconds(seconds) : null,
        CaseTimeout = TimeSpan.FromMinutes(1), MemoryLimitBytes = 1L << 30,
    };

    private async Task<RunRecord> RunAsync(FakeBackend[] backends, RunOptions options, string? folder = null, RunRecord? earlier = null, CancellationToken ct = default)
    {
        folder ??= Run;
        _progress.Clock = _clock;
        PlannedCase[] plan = [.. backends.Select(static backend => new PlannedCase(s_workload, s_workload.Sizes["small"], backend, null))];
        using (RunWriter writer = earlier is null ? RunWriter.Create(folder, SmallRun.Header with { Options = options, Cases = [] }) : RunWriter.Append(folder))
            await new Runner(Toolbox.ForDisplay, new ArtifactStore(_folder["store"], TimeSpan.FromMinutes(1)), writer, options, null, _progress, _clock).RunAsync(plan, Seed, earlier, ct);
        return RunFolder.Read(folder);
    }

    private sealed class Progress : IRunProgress
    {
        internal HandClock? Clock { get; set; }
        internal List<string> Notes { get; } = [];
        internal List<(DateTimeOffset At, int Done, int Total, TimeSpan? Left)> Left { get; } = [];

        public void Preparing(int done, int total, string what) { }

        public void Measuring(int done, int total, WorkItem item, TimeSpan? remaining) => Left.Add((Clock!.GetUtcNow(), done, total, remaining));

        public void Noted(string text) => Notes.Add(text);

        public void Ended(Outcome outcome) { }
    }
}
