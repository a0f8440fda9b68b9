using Bench.Backends.Setup;
using Bench.Core;
using Xunit;

namespace Bench.EndToEnd;

/// <summary>Every ready backend gives the expected output of every workload.</summary>
public sealed class MatrixTests
{
    private static readonly ExecutionOptions s_options = ExecutionOptions.Default with { Timeout = TimeSpan.FromMinutes(1) };

    public static TheoryData<string, string> ReadyCases()
    {
        TheoryData<string, string> cases = [];
        foreach ((Backend backend, Availability availability) in Machine.Probed())
            if (availability is Availability.Ready)
                foreach (Workload workload in Machine.Workloads.Where(backend.CanRun))
                    cases.Add(backend.Id, workload.Id);
        return cases;
    }

    public static TheoryData<string> AllBackends() => [.. Machine.Backends.All.Select(static backend => backend.Id)];

    [Theory]
    [MemberData(nameof(ReadyCases))]
    public async Task A_ready_backend_prints_the_expected_answer(string backendId, string workloadId)
    {
        Workload workload = Machine.Workloads.Single(one => one.Id == workloadId);

        Backend backend = Machine.Backend(backendId);
        (Outcome.Failed? fault, Execution execution) = await Machine.RunAsync(backend, workload, Machine.NewStore(), s_options);

        Assert.True(fault is null, $"{fault?.Cause}: {fault?.Error}\n{fault?.StderrTail}");
        Assert.Equal(backend.ProgramHasClock, execution.Readings.Any(static reading => reading is { Phase: Phases.Startup, Value: > 0 }));
        Assert.Equal(backend.ProgramHasClock, execution.Readings.Any(static reading => reading is { Phase: Phases.Execute, Iteration: 1 }));
        Assert.Contains(execution.Readings, static reading => reading is { Phase: Phases.Total, Metric: Metric.Wall, Value: > 0 });
    }

    [SkippableTheory]
    [MemberData(nameof(AllBackends))]
    public async Task A_backend_is_ready_or_says_what_is_missing(string backendId)
    {
        Availability availability = await Machine.Backend(backendId).ProbeAsync(Machine.Tools, CancellationToken.None);
        if (availability is Availability.Missing missing)
        {
            Assert.NotEmpty(missing.Reason);
            Assert.NotEmpty(missing.Remedy);
            Skip.If(true, $"{missing.Reason}; {missing.Remedy}");
        }
        Assert.True(availability is Availability.Ready { Version.Length: > 0 } or Availability.Retired { Successor.Length: > 0 });
    }

    [SkippableFact]
    public async Task Where_set_up_ran_no_backend_that_it_provides_for_is_missing()
    {
        SetupRecord? record = SetupRecord.Load(Machine.Layout);
        Skip.If(record is null, "set-up did not run here");
        string[] provided = [.. Machine.Tools.Catalog.All
            .Where(tool => tool.Install is { ByDefault: true } && !record.Unavailable.ContainsKey(tool.Id)).Select(static tool => tool.Id), "dotnet"];
        string[] expected = [.. Machine.Backends.All
            .Where(backend => backend is not RetiredBackend && backend.Tools.All(provided.Contains)).Select(static backend => backend.Id)];

        Assert.True(expected.Length >= (record.Unavailable.Count == 0 ? 16 : 1), $"set-up provides for {string.Join(", ", expected)} only");
        foreach (string id in expected)
            Assert.True(await Machine.Backend(id).ProbeAsync(Machine.Tools, CancellationToken.None) is Availability.Ready, $"{id} is missing although set-up ran");
    }
}
