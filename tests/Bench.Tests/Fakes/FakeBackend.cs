using Bench.Core;

namespace Bench.Tests;

/// <summary>A backend without processes: it answers with what the test says.</summary>
internal sealed class FakeBackend : Backend
{
    internal Availability Found { get; init; } = new Availability.Ready("1.0");

    internal Func<Workload, BuildStep> Step { get; init; } = static workload => new BuildStep
    {
        Phase = Phases.Build, Output = workload.Id, Commands = static paths => [Command.Of("touch", paths.Output)],
    };

    /// <summary>The request and its number among those to this backend, from 1, to what happened.</summary>
    internal Func<ExecutionRequest, int, Execution> Answer { get; init; } = static (_, _) => Fakes.Right(100);

    /// <summary>The feature without which a workload is none of its business.</summary>
    internal string? Feature { get; init; }

    internal int Executions { get; private set; }

    internal static FakeBackend Of(string id, BackendClass backendClass = BackendClass.Native, string language = "c") =>
        new() { Id = id, Title = id, Class = backendClass, Language = language };

    public override bool Concerns(Workload workload) => Feature is null || workload.Features.Contains(Feature);

    public override Task<Availability> ProbeAsync(Toolbox tools, CancellationToken ct) => Task.FromResult(Found);

    public override BuildStep Build(Workload workload, Toolbox tools) => Step(workload);

    public override Task<Execution> ExecuteAsync(ExecutionRequest request, Toolbox tools, CancellationToken ct)
    {
        Execution answer = Answer(request, ++Executions);
        ct.ThrowIfCancellationRequested();
        return Task.FromResult(answer);
    }
}

internal static class Fakes
{
    /// <summary>The one right answer of every fake workload: nothing at all.</summary>
    internal static readonly ExpectedOutput Nothing = new(OutputSummary.Empty.Sha256, 0, null);

    internal static Workload Workload(string id, params string[] sizes) => new(id, id, "", "", "/nowhere",
        new Dictionary<string, string> { ["c"] = $"{id}.c" }, sizes.ToDictionary(static size => size, static size => new WorkloadSize(size, ["1"], Nothing)));

    internal static Execution Right(long totalNs) => new()
    {
        SpawnedAtUnixNs = 1, Exit = new ExitStatus.Exited(0), Readings = [new Reading(0, Phases.Total, Metric.Wall, totalNs)],
    };

    internal static Execution Ended(ExitStatus exit) => Right(100) with { Exit = exit };
}
