namespace Bench.Core;

/// <summary>Makes the artifacts of cases and runs single processes of them.</summary>
internal sealed class ProcessRunner(Toolbox tools, ArtifactStore store, RunOptions options, string? launcher)
{
    /// <summary>What reads files.</summary>
    private static readonly string[] s_uncached = [Phases.Create, Phases.Start, Phases.Startup, Phases.FirstOutput, Phases.RequestFirst, Phases.Total];

    private readonly Dictionary<CaseId, Artifact> _artifacts = [];

    /// <summary>Whether the case's last build step is an ahead-of-time compiler, which is measured too.</summary>
    internal bool Compiles(PlannedCase one)
    {
        try
        {
            return StepOf(one).Phase == Phases.Compile;
        }
        catch (UsageException)
        {
            return false;   // its tool has gone: the case has failed already
        }
    }

    /// <returns>Null when the artifact is there.</returns>
    internal async Task<Outcome.Failed?> PrepareAsync(PlannedCase one, CancellationToken ct)
    {
        try
        {
            _artifacts[one.Id] = await store.MakeAsync(StepOf(one), ct);
            return null;
        }
        catch (Exception e) when (FaultOf(one, e) is Outcome.Failed failed)
        {
            return failed;
        }
    }

    internal async Task<ProcessResult> CompileAsync(PlannedCase one, CancellationToken ct)
    {
        try
        {
            return new ProcessResult(await store.MeasureAsync(StepOf(one), ExecutionOptions(options.CaseTimeout), ct), null);
        }
        catch (Exception e) when (FaultOf(one, e) is Outcome.Failed failed)
        {
            return new ProcessResult([], failed);
        }
    }

    /// <param name="first">Whether it is the first of its case, which stands for the building too.</param>
    internal async Task<ProcessResult> ExecuteAsync(PlannedCase one, bool first, CancellationToken ct)
    {
        (Execution? execution, Outcome.Failed? failed) = await TryAsync(one, one.Size, options.CaseTimeout, ct);
        if (execution is null)
            return new ProcessResult([], failed);
        Artifact artifact = _artifacts[one.Id];
        return new ProcessResult(
            [.. execution.Readings, .. one.Backend.ShipsArtifact ? (Reading[])[new(0, Phases.Build, Metric.ArtifactBytes, artifact.Bytes), .. first ? artifact.BuildCost : []] : []], failed);
    }

    /// <param name="count">How often the kernel is to run.</param>
    /// <param name="once">How long it takes, as far as is known.</param>
    internal async Task<ProcessResult> IterateAsync(PlannedCase one, int count, TimeSpan once, CancellationToken ct)
    {
        WorkloadSize size = one.Size with { Args = [.. one.Size.Args, $"--iterations={count}"] };
        (Execution? execution, Outcome.Failed? failed) = await TryAsync(one, size, options.CaseTimeout + (2 * count * once), ct);
        // Only the iterations are kept: start, end, memory and time of the whole belong to another amount of work than the same metrics of the case.
        Reading[] iterations = [.. (execution?.Readings ?? []).Where(static one => one is { Phase: Phases.Execute, Metric: Metric.Wall, Iteration: > 0 })
            .Select(static one => one with { Phase = Phases.Iterate })];
        return failed is { Cause: FailureCause.ExitCode } ? new ProcessResult([], null, $"told --iterations={count} it ended with {failed.Error}")
            : failed is not null ? new ProcessResult([], failed)
            : iterations.Length < Math.Min(count, 2) ? new ProcessResult([], null, $"it takes no notice of --iterations={count}")
            : new ProcessResult(iterations, null);
    }

    /// <summary>Runs the program after the kernel has forgotten all files.</summary>
    internal async Task<ProcessResult> ExecuteUncachedAsync(PlannedCase one, CancellationToken ct)
    {
        PageCache.Drop();
        (Execution? execution, Outcome.Failed? failed) = await TryAsync(one, one.Size, options.CaseTimeout, ct);
        // What it costs beside time is the same as with a warm cache.
        return new ProcessResult(
            [.. (execution?.Readings ?? []).Where(static reading => reading.Metric == Metric.Wall && s_uncached.Contains(reading.Phase)).Select(static reading => reading with { Phase = Phases.Uncached(reading.Phase) })],
            failed);
    }

    /// <summary>Runs the program once in the simulator.</summary>
    /// <returns>Null where the backend cannot be run by it.</returns>
    internal async Task<ProcessResult?> CountAsync(PlannedCase one, CancellationToken ct)
    {
        if (one.Backend is not CommandBackend { IsCountable: true } backend)
            return null;
        ExecutionRequest request = new(one.Workload, one.Size, _artifacts[one.Id].Path, ExecutionOptions(options.CaseTimeout) with { Launcher = null });
        (Execution execution, long? instructions) = await InstructionCounter.RunAsync(backend.CommandFor(request, tools), request.Options, backend.LogsToStdout, tools, ct);
        return Judge.Fault(one.Id, one.Backend, one.Size.Expected, execution) is Outcome.Failed failed ? new ProcessResult([], failed)
            : instructions is long count ? new ProcessResult([new Reading(0, Phases.Total, Metric.SimulatedInstructions, count)], null)
            : new ProcessResult([], new Outcome.Failed(one.Id, FailureCause.Launch, "the simulator ended without a count of instructions", execution.StderrTail));
    }

    private async Task<(Execution?, Outcome.Failed?)> TryAsync(PlannedCase one, WorkloadSize size, TimeSpan timeout, CancellationToken ct)
    {
        try
        {
            Execution execution = await one.Backend.ExecuteAsync(new ExecutionRequest(one.Workload, size, _artifacts[one.Id].Path, ExecutionOptions(timeout)), tools, ct);
            return (execution, Judge.Fault(one.Id, one.Backend, size.Expected, execution));
        }
        catch (Exception e) when (FaultOf(one, e) is Outcome.Failed failed)
        {
            return (null, failed);
        }
    }

    private BuildStep StepOf(PlannedCase one) => one.Backend.Build(one.Workload, tools);

    private ExecutionOptions ExecutionOptions(TimeSpan timeout) => new(timeout, options.MemoryLimitBytes, options.PinnedCore, launcher);

    /// <summary>What went wrong with the case itself; null for anything that must end the run.</summary>
    private static Outcome.Failed? FaultOf(PlannedCase one, Exception e) => e switch
    {
        BuildFailedException build => new Outcome.Failed(one.Id, build.ToolGone ? FailureCause.Launch : FailureCause.Build, build.Message, build.Output),
        // A tool that was there when the run was planned has gone.
        UsageException usage => new Outcome.Failed(one.Id, FailureCause.Launch, usage.Message, ""),
        _ => null,
    };
}
