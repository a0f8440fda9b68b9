namespace Bench.Core;

/// <summary>Measures a plan: makes the artifacts, then runs fresh processes in the schedule's order and writes each down before the next.</summary>
public sealed class Runner(Toolbox tools, ArtifactStore store, RunWriter writer, RunOptions options, string? launcher, IRunProgress progress, TimeProvider time)
{
    private readonly Dictionary<CaseId, Artifact> _artifacts = [];
    private readonly Dictionary<CaseId, int> _measured = [];
    private readonly HashSet<CaseId> _concluded = [];
    private readonly DurationEstimate _durations = new();
    private int _sequence;

    private ExecutionOptions ExecutionOptions => new(options.CaseTimeout, options.MemoryLimitBytes, options.PinnedCore, launcher);

    /// <summary>Runs what the plan holds and <paramref name="earlier"/> has not done yet.</summary>
    /// <exception cref="OperationCanceledException">Cancelled: the process under way is ended and lost, all before it is on the disk.</exception>
    /// <exception cref="UsageException">The results cannot be written.</exception>
    public async Task RunAsync(IReadOnlyList<PlannedCase> plan, ulong seed, RunRecord? earlier, CancellationToken ct)
    {
        HashSet<(CaseId, WorkKind, int)> done = [];
        if (earlier is not null)
        {
            _concluded.UnionWith(earlier.Outcomes.Keys);
            done.UnionWith(earlier.Processes.Select(static one => (one.Case, one.Kind, one.Process)));
            foreach (ProcessRecord one in earlier.Processes.Where(static one => one.Kind == WorkKind.Execute))
                _measured[one.Case] = _measured.GetValueOrDefault(one.Case) + 1;
            _sequence = earlier.Processes.Select(static one => one.Sequence).DefaultIfEmpty().Max();
        }

        foreach (PlannedCase one in plan.Where(static one => one.SkipReason is not null))
            Conclude(new Outcome.Skipped(one.Id, one.SkipReason!));
        await PrepareAsync([.. plan.Where(Open)], ct);

        // Drawn over all that could run, also what has ended: a run that is gone on with keeps the order that it began with.
        WorkItem[] schedule = [.. Schedule.Rounds([.. plan.Where(static one => one.SkipReason is null)], options.Processes, seed, Compiles)
            .Where(item => Open(item.Case) && !done.Contains((item.Case.Id, item.Kind, item.Process)))];
        await MeasureAsync(schedule, ct);

        foreach (PlannedCase one in plan.Where(Open))
            if (_measured.GetValueOrDefault(one.Id) is int processes and > 0)
                Conclude(new Outcome.Measured(one.Id, processes));
    }

    private bool Open(PlannedCase one) => !_concluded.Contains(one.Id);

    private BuildStep StepOf(PlannedCase one) => one.Backend.Build(one.Workload, tools);

    private bool Compiles(PlannedCase one)
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

    private async Task PrepareAsync(IReadOnlyList<PlannedCase> cases, CancellationToken ct)
    {
        int done = 0;
        foreach (PlannedCase one in cases)
        {
            progress.Preparing(done++, cases.Count, one.Id.ToString());
            try
            {
                Artifact artifact = await store.MakeAsync(StepOf(one), ct);
                _artifacts[one.Id] = artifact;
            }
            catch (Exception e) when (FaultOf(one, e) is Outcome.Failed failed)
            {
                Conclude(failed);
            }
        }
        progress.Preparing(done, cases.Count, "");
    }

    private async Task MeasureAsync(WorkItem[] schedule, CancellationToken ct)
    {
        Dictionary<CaseId, int> left = schedule.CountBy(static item => item.Case.Id).ToDictionary();
        long begin = time.GetTimestamp();
        for (int i = 0; i < schedule.Length; i++)
        {
            WorkItem item = schedule[i];
            if (!Open(item.Case))
                continue;
            TimeSpan elapsed = time.GetElapsedTime(begin);
            // The first process of every case is run whatever the budget says: a case without a number is no comparison.
            if (item.Process > 1 && elapsed > options.Budget)
                break;
            TimeSpan? remaining = _durations.Of(schedule.Skip(i).Where(next => Open(next.Case)));
            if (options.Budget is TimeSpan budget && remaining > budget - elapsed && item.Process > 1)
                remaining = budget - elapsed;
            progress.Measuring(i, schedule.Length, item, remaining);

            long itemBegin = time.GetTimestamp();
            await RunAsync(item, ct);
            _durations.Add(item, time.GetElapsedTime(itemBegin));
            if (--left[item.Case.Id] == 0 && _measured.GetValueOrDefault(item.Case.Id) is int processes and > 0)
                Conclude(new Outcome.Measured(item.Case.Id, processes));
        }
    }

    private async Task RunAsync(WorkItem item, CancellationToken ct)
    {
        PlannedCase one = item.Case;
        DateTimeOffset startedAt = time.GetUtcNow();
        (IReadOnlyList<Reading> readings, Outcome.Failed? failed) = await TryAsync(item, ct);
        if (failed is not null)
        {
            Conclude(failed);
            return;
        }
        writer.Write(new ProcessRecord(one.Id, item.Kind, item.Process, ++_sequence, startedAt), readings);
        if (item.Kind == WorkKind.Execute)
            _measured[one.Id] = _measured.GetValueOrDefault(one.Id) + 1;
    }

    private async Task<(IReadOnlyList<Reading> Readings, Outcome.Failed? Failed)> TryAsync(WorkItem item, CancellationToken ct)
    {
        PlannedCase one = item.Case;
        try
        {
            if (item.Kind == WorkKind.Compile)
                return (await store.MeasureAsync(StepOf(one), ExecutionOptions, ct), null);
            Artifact artifact = _artifacts[one.Id];
            Execution execution = await one.Backend.ExecuteAsync(new ExecutionRequest(one.Workload, one.Size, artifact.Path, ExecutionOptions), tools, ct);
            IEnumerable<Reading> build = item.Process == 1 ? artifact.BuildCost : [];
            return ([.. execution.Readings, new Reading(0, Phases.Build, Metric.ArtifactBytes, artifact.Bytes), .. build],
                Judge.Fault(one.Id, one.Backend, one.Size.Expected, execution));
        }
        catch (Exception e) when (FaultOf(one, e) is Outcome.Failed failed)
        {
            return ([], failed);
        }
    }

    /// <summary>What went wrong with the case itself; null for anything that must end the run.</summary>
    private static Outcome.Failed? FaultOf(PlannedCase one, Exception e) => e switch
    {
        BuildFailedException build => new Outcome.Failed(one.Id, build.ToolGone ? FailureCause.Launch : FailureCause.Build, build.Message, build.Output),
        // A tool that was there when the run was planned has gone.
        UsageException usage => new Outcome.Failed(one.Id, FailureCause.Launch, usage.Message, ""),
        _ => null,
    };

    private void Conclude(Outcome outcome)
    {
        if (!_concluded.Add(outcome.Case))
            return;
        writer.Write(outcome);
        if (outcome is not Outcome.Measured)
            progress.Ended(outcome);
    }
}
