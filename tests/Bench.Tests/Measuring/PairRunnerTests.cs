using Bench.Core;

namespace Bench.Tests;

public sealed class PairRunnerTests : IDisposable
{
    private static readonly Workload s_one = Fakes.Workload("one", "small"), s_two = Fakes.Workload("two", "small");

    private readonly TempFolder _folder = new();
    private readonly List<string> _order = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_process_of_one_side_has_its_counterpart_of_the_other_right_beside_it()
    {
        await RunAsync(processes: 6, Side("baseline"), Side("candidate"));

        Assert.Equal(24, _order.Count);
        Assert.All(_order.Chunk(2), static pair => Assert.Equal(["baseline", "candidate"], pair.Select(static one => one.Split(' ')[0]).Order()));
        Assert.All(_order.Chunk(2), static pair => Assert.Single(pair.Select(static one => one.Split(' ')[1]).Distinct()));
        Assert.Equal(2, _order.Chunk(2).Select(static pair => pair[0].Split(' ')[0]).Distinct().Count());
    }

    [Fact]
    public async Task The_same_seed_draws_the_same_order()
    {
        await RunAsync(processes: 4, Side("baseline"), Side("candidate"), "first");
        string[] first = [.. _order];
        _order.Clear();
        await RunAsync(processes: 4, Side("baseline"), Side("candidate"), "second");
        Assert.Equal(first, _order);
    }

    [Fact]
    public async Task A_case_that_fails_on_one_side_costs_the_other_no_more_time()
    {
        FakeBackend failing = new()
        {
            Id = "native", Title = "", Class = BackendClass.Native,
            Answer = (request, _) => request.Workload == s_one ? Fakes.Ended(new ExitStatus.Exited(3)) : Fakes.Right(100),
        };
        (RunRecord before, RunRecord after) = await RunAsync(processes: 5, Side("baseline"), failing);

        CaseId id = new("one", "small", "native");
        Assert.IsType<Outcome.Failed>(after.Outcomes[id]);
        Assert.Equal(1, before.Processes.Count(one => one.Case == id));
        Assert.Equal(new Outcome.Measured(id with { Workload = "two" }, 5), after.Outcomes[id with { Workload = "two" }]);
    }

    [Fact]
    public async Task A_case_that_one_side_cannot_run_is_skipped_there_and_run_once_on_the_other()
    {
        (RunRecord before, RunRecord after) = await RunAsync(processes: 2, Side("baseline"), Side("candidate"), skip: "not in the candidate's folder");
        Assert.All(after.Outcomes.Values, static one => Assert.Equal("not in the candidate's folder", Assert.IsType<Outcome.Skipped>(one).Reason));
        Assert.Equal(["one", "two"], before.Processes.Select(static one => one.Case.Workload).Order());
    }

    private FakeBackend Side(string name) => new()
    {
        Id = "native", Title = "", Class = BackendClass.Native,
        Answer = (request, _) =>
        {
            _order.Add($"{name} {request.Workload.Id}");
            return Fakes.Right(100);
        },
    };

    private async Task<(RunRecord Baseline, RunRecord Candidate)> RunAsync(int processes, FakeBackend before, FakeBackend after, string folder = "run", string? skip = null)
    {
        RunOptions options = SmallRun.Header.Options with { Processes = processes, PinnedCore = null, Budget = null };
        CasePair[] cases = [.. new[] { s_one, s_two }.Select(workload => new CasePair(new PlannedCase(workload, workload.Sizes["small"], before, null), new PlannedCase(workload, workload.Sizes["small"], after, skip)))];
        ArtifactStore store = new(_folder["store"], TimeSpan.FromMinutes(1));
        string baseline = _folder[$"{folder}-baseline"], candidate = _folder[$"{folder}-candidate"];
        using (RunWriter one = RunWriter.Create(baseline, SmallRun.Header), other = RunWriter.Create(candidate, SmallRun.Header))
            await new PairRunner(new PairSide(Toolbox.ForDisplay, store, one), new PairSide(Toolbox.ForDisplay, store, other), options, launcher: null, new Silent(), new HandClock())
                .RunAsync(cases, seed: 7, CancellationToken.None);
        return (RunFolder.Read(baseline), RunFolder.Read(candidate));
    }

    private sealed class Silent : IRunProgress
    {
        public void Preparing(int done, int total, string what) { }
        public void Measuring(int done, int total, WorkItem item, TimeSpan? remaining) { }
        public void Noted(string text) { }
        public void Ended(Outcome outcome) { }
    }
}
