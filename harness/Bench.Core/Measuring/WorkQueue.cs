namespace Bench.Core;

/// <summary>What runs next: the rounds of the pilot and then, with a budget or a precision to reach, what the plan asks for; without either, the rounds are all.</summary>
internal sealed class WorkQueue
{
    /// <summary>Of a case, where only a precision ends the run.</summary>
    private const int MostWithoutBudget = 100;

    /// <summary>Of a case, where a budget does.</summary>
    private const int MostWithBudget = 1000;

    private readonly RunOptions _options;
    private readonly PrecisionPlan _plan;
    private readonly DurationEstimate _durations = new();
    private readonly Dictionary<CaseId, PlannedCase> _cases = [];
    private readonly Dictionary<WorkTarget, int> _processes = [];
    private readonly LinkedList<WorkItem> _rounds = new();
    private readonly Queue<WorkTarget> _batch = [];
    private TimeSpan? _plannedEnd;
    private int _done;

    /// <param name="schedule">The pilot, or all that is to run; without what has been done before an interruption.</param>
    internal WorkQueue(IReadOnlyList<WorkItem> schedule, RunOptions options, ulong seed)
    {
        _options = options;
        _plan = new PrecisionPlan(seed, options.Precision, options.Budget is null ? MostWithoutBudget : MostWithBudget);
        // Compilations and starts without a cache enter no ratio that is planned for: six give an interval, more would only take the programs' time.
        foreach (WorkItem item in schedule.Where(item => !options.Planned || item.Kind is not (WorkKind.Compile or WorkKind.Uncached) || item.Process <= MedianEstimate.FewestValues))
            _rounds.AddLast(item);
    }

    /// <summary>Takes a case into the plan; in the schedule it is already.</summary>
    internal void Expect(PlannedCase one)
    {
        _cases.Add(one.Id, one);
        foreach (WorkKind kind in _options.Iterations is null ? [WorkKind.Execute] : (WorkKind[])[WorkKind.Execute, WorkKind.Iterate])
            _plan.Expect(new WorkTarget(one.Id, kind), _options.Baseline is string baseline ? new WorkTarget(one.Id with { Backend = baseline }, kind) : null);
    }

    /// <summary>What the plan expected when every case had processes enough for an interval and there was time to go on; null until then.</summary>
    internal IReadOnlyList<PlanRecord>? Forecast { get; private set; }

    /// <param name="spent">On measuring so far.</param>
    /// <returns>Null when there is nothing left to do, or no time to do it.</returns>
    internal WorkItem? Next(TimeSpan spent)
    {
        bool late = spent > _options.Budget;
        while (_rounds.First is { Value: WorkItem item } first)
        {
            if (Must(item) || (!late && !IsTooLong(item, _options.Budget - spent)))
                return item;
            _rounds.Remove(first);
        }
        if (!_options.Planned || late)
            return null;
        if (_batch.Count == 0)
            Plan(_options.Budget - spent, spent);
        return _batch.TryPeek(out WorkTarget target) ? new WorkItem(_cases[target.Case], target.Kind, _processes.GetValueOrDefault(target) + 1) : null;
    }

    /// <summary>The item has run, now or before the run was interrupted.</summary>
    /// <param name="value">Of what ratios are made of; null where the process has none.</param>
    internal void Done(WorkTarget target, int process, double? value, TimeSpan took)
    {
        _done++;
        _processes[target] = Math.Max(process, _processes.GetValueOrDefault(target));
        _durations.Add(target, took);
        if (value is double number)
            _plan.Add(target, number, took);
        if (_rounds.First is { Value: WorkItem item } first && new WorkTarget(item.Case.Id, item.Kind) == target && item.Process == process)
            _rounds.Remove(first);
        else if (_batch.TryPeek(out WorkTarget next) && next == target)
            _batch.Dequeue();
    }

    /// <summary>Whether no further process of the case is on the list; with a plan one may always come.</summary>
    internal bool IsOver(CaseId one) => !_options.Planned && !_rounds.Any(item => item.Case.Id == one);

    /// <summary>The case has failed.</summary>
    internal void Drop(CaseId one)
    {
        Drop(new WorkTarget(one, WorkKind.Execute));
        Drop(new WorkTarget(one, WorkKind.Iterate));
        Drop(new WorkTarget(one, WorkKind.Compile));
        Drop(new WorkTarget(one, WorkKind.Uncached));
    }

    /// <summary>No further process of this kind is to run.</summary>
    internal void Drop(WorkTarget target)
    {
        _plan.Drop(target);
        WorkItem[] rounds = [.. _rounds.Where(item => new WorkTarget(item.Case.Id, item.Kind) != target)];
        _rounds.Clear();
        foreach (WorkItem item in rounds)
            _rounds.AddLast(item);
        WorkTarget[] batch = [.. _batch.Where(one => one != target)];
        _batch.Clear();
        foreach (WorkTarget one in batch)
            _batch.Enqueue(one);
    }

    /// <summary>Processes that have run, those that are expected to have run by the end, and the time until then.</summary>
    /// <returns>The time is null before the first process has ended, and while nothing but a pilot of unknown consequences is known.</returns>
    internal (int Done, int Total, TimeSpan? Remaining) Outlook(TimeSpan spent)
    {
        TimeSpan? known = _durations.Of(_rounds.Select(static item => new WorkTarget(item.Case.Id, item.Kind)));
        if (!_options.Planned)
            return (_done, _done + _rounds.Count, known);
        TimeSpan? must = _durations.Of(_rounds.Where(Must).Select(static item => new WorkTarget(item.Case.Id, item.Kind)));
        TimeSpan? left = Least(_options.Budget - spent, _plannedEnd - spent);
        TimeSpan? remaining = known is null ? null : left is TimeSpan time ? TimeSpan.FromTicks(Math.Max(time.Ticks, must!.Value.Ticks)) : null;
        int more = remaining is TimeSpan until && _durations.Average is { Ticks: > 0 } average ? (int)Math.Min(until / average, 1e6) : 0;
        return (_done, _done + Math.Max(1, _plannedEnd is null ? Math.Max(more, _rounds.Count) : more), remaining);
    }

    /// <summary>The first process of every case is run whatever the budget says: a case without a number is no comparison.</summary>
    private static bool Must(WorkItem item) => item is { Process: 1, Kind: not WorkKind.Iterate };

    /// <summary>One that iterates may take many times what others of the pilot do, and so overrun the budget by far.</summary>
    private bool IsTooLong(WorkItem item, TimeSpan? left) => item.Kind == WorkKind.Iterate && _durations.LastOf(new WorkTarget(item.Case.Id, item.Kind)) > left;

    private void Plan(TimeSpan? left, TimeSpan spent)
    {
        if (_plan.Piloted)
        {
            IReadOnlyList<PlanForecast> forecast = _plan.Forecast(left);
            Forecast ??= [.. forecast.Select(one => new PlanRecord(one.Target.Case, one.Target.Kind, _processes.GetValueOrDefault(one.Target), one.Processes, one.HalfWidth))];
            _plannedEnd = spent + forecast.Aggregate(TimeSpan.Zero, static (sum, one) => sum + one.More);
        }
        foreach (WorkTarget target in _plan.NextBatch(left))
            _batch.Enqueue(target);
    }

    private static TimeSpan? Least(TimeSpan? a, TimeSpan? b) => a is null ? b : b is null || a < b ? a : b;
}
