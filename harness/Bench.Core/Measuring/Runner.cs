namespace Bench.Core;

/// <summary>Measures a plan: makes the artifacts, then runs fresh processes as the queue says and writes each down before the next.</summary>
public sealed class Runner(Toolbox tools, ArtifactStore store, RunWriter writer, RunOptions options, string? launcher, IRunProgress progress, TimeProvider time)
{
    private readonly ProcessRunner _processes = new(tools, store, options, launcher);
    private readonly NoiseWatch _noise = new(options.PinnedCore, time);
    private readonly CaseConclusions _cases = new(writer, progress.Ended);
    private IterationCounts _iterations = IterationCounts.For(options, 1);
    private bool _forecastIsWritten;

    /// <summary>Cases that ran after the page cache was dropped last; null where it never was.</summary>
    private HashSet<CaseId>? _warmSinceDrop;
    private TimeSpan _spentBefore;
    private int _sequence;

    /// <summary>Runs what the plan holds and <paramref name="earlier"/> has not done yet.</summary>
    /// <exception cref="OperationCanceledException">Cancelled: the process under way is ended and lost, all before it is on the disk.</exception>
    /// <exception cref="UsageException">The results cannot be written.</exception>
    public async Task RunAsync(IReadOnlyList<PlannedCase> plan, ulong seed, RunRecord? earlier, CancellationToken ct)
    {
        _cases.Restore(earlier);
        foreach (PlannedCase one in plan.Where(static one => one.SkipReason is not null))
            _cases.Conclude(new Outcome.Skipped(one.Id, one.SkipReason!));
        await PrepareAsync([.. plan.Where(Open)], ct);

        _iterations = IterationCounts.For(options, plan.Count(Open));
        WorkQueue queue = QueueOf(plan, seed, earlier);
        await CountAsync(plan, earlier, ct);
        await MeasureAsync(queue, ct);

        foreach (PlannedCase one in plan.Where(Open))
            _cases.ConcludeMeasured(one.Id);
    }

    private bool Open(PlannedCase one) => _cases.IsOpen(one.Id);

    private async Task PrepareAsync(IReadOnlyList<PlannedCase> cases, CancellationToken ct)
    {
        int done = 0;
        foreach (PlannedCase one in cases)
        {
            progress.Preparing(done++, cases.Count, one.Id.ToString());
            if (await _processes.PrepareAsync(one, ct) is Outcome.Failed failed)
                _cases.Conclude(failed);
        }
        progress.Preparing(done, cases.Count, "");
    }

    private WorkQueue QueueOf(IReadOnlyList<PlannedCase> plan, ulong seed, RunRecord? earlier)
    {
        HashSet<(CaseId, WorkKind, int)> done = [.. earlier?.Processes.Select(static one => (one.Case, one.Kind, one.Process)) ?? []];
        // Drawn over all that could run, also what has ended: a run that is gone on with keeps the order that it began with.
        WorkQueue queue = new([.. Schedule.Rounds([.. plan.Where(static one => one.SkipReason is null)], options.Processes, seed, _processes.Compiles, options.Iterations is not null, options.Uncached)
            .Where(item => Open(item.Case) && !done.Contains((item.Case.Id, item.Kind, item.Process)))], options, seed);
        foreach (PlannedCase one in plan.Where(Open))
            queue.Expect(one);
        if (earlier is not null)
            GoOn(queue, earlier);
        return queue;
    }

    /// <summary>Takes up what was measured before an interruption.</summary>
    private void GoOn(WorkQueue queue, RunRecord earlier)
    {
        ProcessValues values = new(earlier);
        foreach (ProcessRecord one in earlier.Processes)
        {
            _sequence = Math.Max(_sequence, one.Sequence);
            if (one.Kind == WorkKind.Count)
                continue;
            _spentBefore += values.Took(one);
            Learn(queue, one, values.Of(one), values.Took(one));
        }
        _forecastIsWritten = earlier.Plan.Count > 0;
    }

    /// <summary>Before anything is timed: a case that fails here is not worth the time.</summary>
    private async Task CountAsync(IReadOnlyList<PlannedCase> plan, RunRecord? earlier, CancellationToken ct)
    {
        if (!options.Count)
            return;
        HashSet<CaseId> done = [.. earlier?.Processes.Where(static one => one.Kind == WorkKind.Count).Select(static one => one.Case) ?? []];
        PlannedCase[] cases = [.. plan.Where(one => Open(one) && one.Backend is CommandBackend { IsCountable: true } && !done.Contains(one.Id))];
        for (int at = 0; at < cases.Length; at++)
        {
            PlannedCase one = cases[at];
            WorkItem item = new(one, WorkKind.Count, 1);
            progress.Measuring(at, cases.Length, item, null);
            DateTimeOffset startedAt = time.GetUtcNow();
            long begin = time.GetTimestamp();
            ProcessResult result = (await _processes.CountAsync(one, ct))!;
            if (result.Failed is Outcome.Failed failed)
                _cases.Conclude(failed);
            else
                writer.Write(new ProcessRecord(one.Id, item.Kind, item.Process, ++_sequence, startedAt, time.GetElapsedTime(begin)), result.Readings);
        }
    }

    private async Task MeasureAsync(WorkQueue queue, CancellationToken ct)
    {
        long begin = time.GetTimestamp();
        TimeSpan Spent() => _spentBefore + time.GetElapsedTime(begin);
        _cases.Note(_noise.Look());
        bool any = false;
        while (queue.Next(Spent()) is WorkItem item)
        {
            WriteForecast(queue);
            (int done, int total, TimeSpan? remaining) = queue.Outlook(Spent());
            progress.Measuring(done, total, item, remaining);
            await RunAsync(queue, item, ct);
            if (queue.IsOver(item.Case.Id))
                _cases.ConcludeMeasured(item.Case.Id);
            _cases.Note(_noise.LookIfDue());
            any = true;
        }
        if (any)
            _cases.Note(_noise.Look());
    }

    private async Task RunAsync(WorkQueue queue, WorkItem item, CancellationToken ct)
    {
        PlannedCase one = item.Case;
        if (item.Kind == WorkKind.Uncached)
            _warmSinceDrop = [];
        else if (_warmSinceDrop?.Add(one.Id) is true)
            _ = await _processes.ExecuteAsync(one, first: false, ct);   // not kept: it reads the files that the measured one is to find in the cache
        DateTimeOffset startedAt = time.GetUtcNow();
        long begin = time.GetTimestamp();
        ProcessResult result = await (item.Kind switch
        {
            WorkKind.Compile => _processes.CompileAsync(one, ct),
            WorkKind.Uncached => _processes.ExecuteUncachedAsync(one, ct),
            WorkKind.Iterate => _processes.IterateAsync(one, _iterations.Next(one.Id), _iterations.Once(one.Id), ct),
            _ => _processes.ExecuteAsync(one, item.Process == 1, ct),
        });
        if (result.Failed is Outcome.Failed failed)
        {
            _cases.Conclude(failed);
            queue.Drop(one.Id);
            return;
        }
        ProcessRecord record = new(one.Id, item.Kind, item.Process, ++_sequence, startedAt, time.GetElapsedTime(begin));
        writer.Write(record, result.Readings);
        if (result.CannotIterate is string reason)
            progress.Noted($"{one.Id} is not iterated: {reason}");
        Learn(queue, record, result.Readings, record.Took!.Value);
    }

    private void Learn(WorkQueue queue, ProcessRecord process, IReadOnlyList<Reading> readings, TimeSpan took)
    {
        WorkTarget target = new(process.Case, process.Kind);
        queue.Done(target, process.Process, ProcessValues.Compared(process.Kind, readings), took);
        switch (process.Kind)
        {
            case WorkKind.Execute:
                _cases.Count(process.Case);
                if (ProcessValues.Wall(readings, Phases.Execute) is long execute)
                    _iterations.AddOnce(process.Case, TimeSpan.FromTicks(execute / TimeSpan.NanosecondsPerTick));
                break;
            case WorkKind.Iterate when ProcessValues.IterationSeconds(readings) is { Count: > 0 } seconds:
                _iterations.Add(process.Case, seconds, took);
                break;
            case WorkKind.Iterate:
                queue.Drop(target);
                break;
            default:
                break;
        }
    }

    private void WriteForecast(WorkQueue queue)
    {
        if (_forecastIsWritten || queue.Forecast is not IReadOnlyList<PlanRecord> forecast)
            return;
        writer.Write(forecast);
        _forecastIsWritten = true;
    }
}
