using Bench.Core;
using Bench.Density;

namespace Bench.Tests;

/// <summary>Density runs whose processes are lines of shell.</summary>
public sealed class DensityRunnerTests : IDisposable
{
    private const string Ramp = """echo '{"alive":2}'; echo '{"rows":[{"phase":"instantiate","metric":"wall","value":7000}]}'""";
    private const string Storm = """echo '{"rows":[{"phase":"storm","metric":"wall","value":9000}]}'""";

    private static readonly DensityPlan s_plan = new() { Instances = 2, MemoryBytes = 1 << 30, Storm = 1, Time = TimeSpan.FromSeconds(20) };
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_process_is_a_build_up_and_a_storm()
    {
        RunRecord run = await RunAsync(Ramp, Storm, processes: 2);
        CaseId one = Assert.Single(run.Header.Cases);
        Assert.Equal(new Outcome.Measured(one, 2), run.Outcomes[one]);
        Assert.Equal([("instantiate", 7000), ("storm", 9000), ("instantiate", 7000), ("storm", 9000)], run.Measurements.Select(static row => (row.Phase, row.Value)));
        Assert.Empty(run.Notes);
    }

    [Fact]
    public async Task A_process_that_dies_fails_its_host_with_the_number_it_had_reached()
    {
        RunRecord run = await RunAsync("""echo '{"alive":500}'; echo no more memory >&2; kill -9 $$""", Storm);
        Outcome.Failed failed = Assert.IsType<Outcome.Failed>(Assert.Single(run.Outcomes).Value);
        Assert.Equal(FailureCause.Killed, failed.Cause);
        Assert.StartsWith("the process that held the instances ended after the look at 500 of them (", failed.Error, StringComparison.Ordinal);
        Assert.EndsWith(": no more memory", failed.Error, StringComparison.Ordinal);
        Assert.Empty(run.Measurements);
    }

    [Fact]
    public async Task A_fault_keeps_its_cause()
    {
        RunRecord run = await RunAsync($"echo '{DensityLine.Of(new DensityFaultException(FailureCause.WrongOutput, "instance 3 of 9 answered nothing"))}'", Storm);
        Outcome.Failed failed = Assert.IsType<Outcome.Failed>(Assert.Single(run.Outcomes).Value);
        Assert.Equal((FailureCause.WrongOutput, "instance 3 of 9 answered nothing"), (failed.Cause, failed.Error));
    }

    [Fact]
    public async Task A_host_that_refuses_is_skipped_and_the_other_one_measured()
    {
        RunRecord run = await RunAsync(Ramp, Storm, refused: "wasm2c");
        Assert.Equal("not here", Assert.IsType<Outcome.Skipped>(run.Outcomes[new CaseId("triple", "density", "wasm2c")]).Reason);
        Assert.IsType<Outcome.Measured>(run.Outcomes[new CaseId("triple", "density", "worker:node")]);
    }

    [Fact]
    public async Task A_storm_that_did_not_end_is_noted_and_takes_nothing_from_the_rest()
    {
        RunRecord run = await RunAsync(Ramp, $"echo '{DensityLine.Of(new DensityFaultException(FailureCause.Timeout, "of 9 instances started at once 4 had answered after 20 s"))}'", processes: 2);
        Assert.Equal(2, Assert.IsType<Outcome.Measured>(Assert.Single(run.Outcomes).Value).Processes);
        Assert.Equal("of 9 instances started at once 4 had answered after 20 s", Assert.Single(run.Notes).Text);
    }

    [Fact]
    public async Task A_budget_that_is_used_up_leaves_one_process_and_a_note()
    {
        RunRecord run = await RunAsync(Ramp, Storm, processes: 3, budget: TimeSpan.Zero);
        Assert.Equal(1, Assert.IsType<Outcome.Measured>(Assert.Single(run.Outcomes).Value).Processes);
        Assert.Equal("1 of 3 processes: the time was over", Assert.Single(run.Notes).Text);
    }

    [Fact]
    public async Task A_run_that_is_cancelled_ends_its_process_with_the_tree()
    {
        string file = _folder["pid"];
        using CancellationTokenSource stop = new(TimeSpan.FromMinutes(1));
        Task<RunRecord> running = RunAsync($"sleep 600 & echo $! > {file}; wait", Storm, ct: stop.Token);
        string pid;
        while (!File.Exists(file) || (pid = File.ReadAllText(file).Trim()).Length == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(20), stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.False(Directory.Exists($"/proc/{pid}"));
    }

    private async Task<RunRecord> RunAsync(string ramp, string storm, int processes = 1, TimeSpan? budget = null, string? refused = null, CancellationToken ct = default)
    {
        DensityCase[] cases = [.. (refused is null ? (string[])["worker:node"] : ["worker:node", refused]).Select(static kind => new DensityCase(kind, s_plan))];
        using (RunWriter writer = RunWriter.Create(_folder["run"], SmallRun.Header with { Cases = [.. cases.Select(static one => one.Id)] }))
            await new DensityRunner((_, part) => Command.Of("sh", "-c", part == DensityPart.Ramp ? ramp : storm), writer, new Quiet(), TimeProvider.System)
                .RunAsync(cases, processes, budget ?? TimeSpan.FromMinutes(5), seed: 1, (one, _) => Task.FromResult(one.Kind == refused ? "not here" : null), ct);
        return RunFolder.Read(_folder["run"]);
    }

    private sealed class Quiet : IDensityProgress
    {
        public void Preparing(int done, int total, string what) { }

        public void Measuring(int done, int total, string what, TimeSpan? remaining) { }

        public void Noted(string text) { }

        public void Ended(Outcome outcome) { }
    }
}
