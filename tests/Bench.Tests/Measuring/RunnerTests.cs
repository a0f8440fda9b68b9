using Bench.Core;

namespace Bench.Tests;

public sealed class RunnerTests : IDisposable
{
    private const ulong Seed = 42;
    private static readonly Workload s_one = Fakes.Workload("one", "small"), s_two = Fakes.Workload("two", "small", "paper");

    private readonly TempFolder _folder = new();
    private readonly HandClock _clock = new();
    private readonly Progress _progress = new();

    private string Run => _folder["run"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Processes_are_written_in_the_order_of_the_schedule()
    {
        PlannedCase[] plan = Plan(FakeBackend.Of("a"), FakeBackend.Of("b"), FakeBackend.Of("c"));

        RunRecord run = await RunAsync(plan, processes: 3);

        Assert.Equal(Schedule.Rounds(plan, 3, Seed, static _ => false).Select(static item => (item.Case.Id, item.Process)), run.Processes.Select(static one => (one.Case, one.Process)));
        Assert.Equal(Enumerable.Range(1, 27), run.Processes.Select(static one => one.Sequence));
        Assert.All(plan, one => Assert.Equal(new Outcome.Measured(one.Id, 3), run.Outcomes[one.Id]));
    }

    [Fact]
    public async Task A_failing_case_stops_alone_and_none_of_its_numbers_reaches_the_summary()
    {
        FakeBackend bad = new()
        {
            Id = "bad", Title = "", Class = BackendClass.Native,
            Answer = static (_, number) => number == 2 ? Fakes.Ended(new ExitStatus.Exited(3)) : Fakes.Right(100),
        };
        PlannedCase[] plan = [.. Plan(bad, FakeBackend.Of("good")).Where(static one => one.Workload == s_one)];

        RunRecord run = await RunAsync(plan, processes: 5);
        Summary summary = new(run);

        Assert.Equal(2, bad.Executions);
        Assert.Equal(FailureCause.ExitCode, Assert.IsType<Outcome.Failed>(run.Outcomes[plan[0].Id]).Cause);
        Assert.Null(summary[plan[0].Id, Phases.Total, Metric.Wall]);
        Assert.Equal(5, summary[plan[1].Id, Phases.Total, Metric.Wall]!.Count);
        Assert.Equal([plan[0].Id], _progress.Over.Select(static one => one.Case));
    }

    [Fact]
    public async Task After_the_budget_no_process_begins_but_the_first_of_each_case()
    {
        FakeBackend[] backends = [.. "abc".Select(name => new FakeBackend
        {
            Id = name.ToString(), Title = "", Class = BackendClass.Native,
            Answer = (_, _) =>
            {
                _clock.Advance(TimeSpan.FromMinutes(1));
                return Fakes.Right(1);
            },
        })];
        PlannedCase[] plan = Plan(backends);

        RunRecord run = await RunAsync(plan, processes: 4, budget: TimeSpan.FromMinutes(2));

        Assert.Equal(plan.Length, run.Processes.Count);
        Assert.All(plan, one => Assert.Equal(new Outcome.Measured(one.Id, 1), run.Outcomes[one.Id]));
    }

    [Fact]
    public async Task A_budget_ends_a_run_in_the_middle_of_a_round()
    {
        FakeBackend slow = new()
        {
            Id = "slow", Title = "", Class = BackendClass.Native,
            Answer = (_, _) =>
            {
                _clock.Advance(TimeSpan.FromMinutes(1));
                return Fakes.Right(1);
            },
        };
        PlannedCase[] plan = Plan(slow);

        RunRecord run = await RunAsync(plan, processes: 4, budget: TimeSpan.FromMinutes(4));

        Assert.Equal(5, run.Processes.Count);   // the fifth begins when four minutes have passed and not more
        Assert.Equal(5, run.Outcomes.Values.Cast<Outcome.Measured>().Sum(static one => one.Processes));
    }

    [Fact]
    public async Task Cancelled_anywhere_and_gone_on_with_a_run_does_exactly_what_is_missing()
    {
        static PlannedCase[] Three(FakeBackend interrupted) => Plan(interrupted, Aot("aot"));
        using TempFolder whole = new();
        RunRecord expected = await RunAsync(Three(FakeBackend.Of("plain")), processes: 2, folder: whole["run"]);
        for (int stop = 1; stop <= 6; stop++)
        {
            using TempFolder folder = new();
            using CancellationTokenSource cancel = new();
            FakeBackend interrupted = new()
            {
                Id = "plain", Title = "plain", Class = BackendClass.Native,
                Answer = (_, number) =>
                {
                    if (number == stop)
                        cancel.Cancel();
                    return Fakes.Right(100);
                },
            };

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(Three(interrupted), processes: 2, folder: folder["run"], ct: cancel.Token));
            RunRecord before = RunFolder.Read(folder["run"]);
            Assert.All(before.Outcomes.Values, outcome => Assert.Equal(2, before.Processes.Count(one => one.Case == outcome.Case && one.Kind == WorkKind.Execute)));
            RunRecord after = await RunAsync(Three(FakeBackend.Of("plain")), processes: 2, folder: folder["run"], earlier: before);

            Assert.Equal(expected.Processes.Select(static one => (one.Case, one.Kind, one.Process, one.Sequence)),
                after.Processes.Select(static one => (one.Case, one.Kind, one.Process, one.Sequence)));
            Assert.Equal(expected.Outcomes.OrderBy(static one => one.Key.ToString()), after.Outcomes.OrderBy(static one => one.Key.ToString()));
        }
    }

    [Fact]
    public async Task A_tool_that_has_gone_is_a_failed_launch()
    {
        FakeBackend gone = new() { Id = "gone", Title = "", Class = BackendClass.Native, Answer = static (_, _) => throw new UsageException("it has gone") };
        Assert.All((await RunAsync(Plan(gone), 1)).Outcomes.Values, static one =>
            Assert.Equal((FailureCause.Launch, "it has gone"), (((Outcome.Failed)one).Cause, ((Outcome.Failed)one).Error)));
    }

    [Fact]
    public async Task A_tool_that_has_gone_before_the_build_is_a_failed_launch()
    {
        FakeBackend gone = new() { Id = "gone", Title = "", Class = BackendClass.Native, Step = static _ => throw new UsageException("it has gone") };
        RunRecord run = await RunAsync(Plan(gone, FakeBackend.Of("good")), 1);
        Assert.Equal(3, run.Outcomes.Values.Count(static one => one is Outcome.Failed { Cause: FailureCause.Launch }));
        Assert.Equal(3, run.Outcomes.Values.Count(static one => one is Outcome.Measured));
    }

    [Fact]
    public async Task What_cannot_be_built_has_failed_for_all_sizes()
    {
        FakeBackend broken = new()
        {
            Id = "broken", Title = "", Class = BackendClass.Native,
            Step = static _ => new BuildStep { Phase = Phases.Build, Output = "x", Commands = static _ => [FakeChild.Shell("echo one >&2; echo 'x.c:1: error' >&2; exit 1")] },
        };

        RunRecord run = await RunAsync(Plan(broken), 2);

        Assert.Equal(3, run.Outcomes.Count);
        Assert.All(run.Outcomes.Values, static one => Assert.Equal((FailureCause.Build, "sh: exit code 1: x.c:1: error"), (((Outcome.Failed)one).Cause, ((Outcome.Failed)one).Error)));
        Assert.Equal(0, broken.Executions);
    }

    [Fact]
    public async Task A_writer_that_fails_ends_the_run_at_once()
    {
        RunWriter writer = RunWriter.Create(Run, SmallRun.Header);
        writer.Dispose();
        FakeBackend backend = FakeBackend.Of("a");
        Runner runner = new(Toolbox.ForDisplay, Store(_folder), writer, Options(3, null), null, _progress, _clock);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => runner.RunAsync(Plan(backend), Seed, null, CancellationToken.None));
        Assert.Equal(0, backend.Executions);   // the look at the machine before the first process could not be written
    }

    [Fact]
    public async Task A_compilation_is_measured_even_if_each_case_has_one_process()
    {
        RunRecord run = await RunAsync(Plan(Aot("aot")), processes: 1);
        Assert.Equal(["one/small/aot", "two/small/aot"], run.Processes.Where(static one => one.Kind == WorkKind.Compile).Select(static one => one.Case.ToString()).Order());
        Assert.NotNull(new Summary(run)[new CaseId("two", "small", "aot"), Phases.Compile, Metric.Wall]);
    }

    [Fact]
    public async Task What_cannot_run_here_is_skipped_with_its_reason()
    {
        PlannedCase skipped = new(s_one, s_one.Sizes["small"], FakeBackend.Of("a"), "not today");
        Assert.Equal(new Outcome.Skipped(skipped.Id, "not today"), (await RunAsync([skipped], 1)).Outcomes[skipped.Id]);
    }

    private static FakeBackend Aot(string id) => new()
    {
        Id = id, Title = id, Class = BackendClass.Aot,
        Step = static workload => new BuildStep { Phase = Phases.Compile, Output = workload.Id, Commands = static paths => [Command.Of("touch", paths.Output)] },
    };

    private static PlannedCase[] Plan(params Backend[] backends) =>
        [.. from workload in new[] { s_one, s_two } from size in workload.Sizes.Values from backend in backends select new PlannedCase(workload, size, backend, null)];

    private static RunOptions Options(int processes, TimeSpan? budget) => SmallRun.Header.Options with
    {
        Processes = processes, Budget = budget, Precision = null, Baseline = null, Iterations = null, PinnedCore = null,
    };

    private static ArtifactStore Store(TempFolder folder) => new(folder["store"], TimeSpan.FromMinutes(1));

    private async Task<RunRecord> RunAsync(
        PlannedCase[] plan, int processes, TimeSpan? budget = null, string? folder = null, RunRecord? earlier = null, CancellationToken ct = default)
    {
        folder ??= Run;
        using (RunWriter writer = earlier is null ? RunWriter.Create(folder, SmallRun.Header) : RunWriter.Append(folder))
            await new Runner(Toolbox.ForDisplay, Store(_folder), writer, Options(processes, budget), null, _progress, _clock).RunAsync(plan, Seed, earlier, ct);
        return RunFolder.Read(folder);
    }

    private sealed class Progress : IRunProgress
    {
        internal List<Outcome> Over { get; } = [];
        internal List<string> Notes { get; } = [];

        public void Preparing(int done, int total, string what) { }

        public void Measuring(int done, int total, WorkItem item, TimeSpan? remaining) { }

        public void Noted(string text) => Notes.Add(text);

        public void Ended(Outcome outcome) => Over.Add(outcome);
    }
}
