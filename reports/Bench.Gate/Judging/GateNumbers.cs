using Bench.Core;
using Bench.Reports;

namespace Bench.Gate;

/// <summary>One side of a gate: its runs put together.</summary>
internal sealed class GateNumbers
{
    private readonly Dictionary<(CaseId Case, Metric Metric), Dictionary<string, Sample>> _samples = [];
    private readonly Dictionary<CaseId, Outcome> _outcomes = [];
    private readonly Summary[] _summaries;
    private Dictionary<(CaseId, string, Metric), Dictionary<(string Pair, int Process), double>>? _values;

    internal GateNumbers(IReadOnlyList<GateRun> runs)
    {
        Runs = runs;
        _summaries = [.. runs.Select(static one => new Summary(one.Run))];
        // The worst outcome of several runs is that of the side: a case that fails now and then has failed.
        foreach (Outcome outcome in runs.SelectMany(static one => one.Run.Outcomes.Values).OrderBy(Gravity))
            _outcomes[outcome.Case] = outcome;
        foreach (Summary summary in _summaries)
            foreach ((CaseId id, string phase, Metric metric) in summary.Run.Measurements.Select(static one => (one.Case, one.Phase, one.Metric)).Distinct())
                if (summary[id, phase, metric] is Sample sample && Outcome(id) is not Core.Outcome.Failed)
                    Add(id, phase, metric, sample);
    }

    internal IReadOnlyList<GateRun> Runs { get; }
    internal RunHeader First => Runs[0].Run.Header;
    internal IEnumerable<CaseId> Cases => _summaries.SelectMany(static one => one.Cases).Distinct();

    /// <summary>What its runs share with those of another side; empty where one of them was measured by itself.</summary>
    internal IReadOnlySet<string> Pairs => Runs.All(static one => one.Run.Header.Options.Pair is not null) ? Runs.Select(static one => one.Run.Header.Options.Pair!).ToHashSet() : new HashSet<string>();

    /// <summary>The value of each process.</summary>
    internal IReadOnlyDictionary<(string Pair, int Process), double> ByPair(CaseId id, string phase, Metric metric) =>
        (_values ??= ValuesByPair()).GetValueOrDefault((id, phase, metric)) ?? [];

    internal GateSide Side => new([.. Runs.Select(static one => one.Name)], First.Commit, First.StartedAt, OutcomeText.OneLine(First.Machine.ToString()));

    internal Outcome? Outcome(CaseId id) => _outcomes.GetValueOrDefault(id);

    /// <summary>Whether the case has numbers, also where the run was interrupted before it was finished.</summary>
    internal bool Measured(CaseId id) => Outcome(id) is Core.Outcome.Measured || (Outcome(id) is null && Sample(id, ComparedPhase(id), Metric.Wall) is not null);

    internal Sample? Sample(CaseId id, string phase, Metric metric) => _samples.GetValueOrDefault((id, metric))?.GetValueOrDefault(phase);

    internal IEnumerable<string> Phases(CaseId id, Metric metric) => _samples.GetValueOrDefault((id, metric))?.Keys ?? Enumerable.Empty<string>();

    internal string ComparedPhase(CaseId id) => (_summaries.FirstOrDefault(one => one.Cases.Contains(id)) ?? _summaries[0]).ComparedPhase(id);

    /// <summary>The program's arguments; null where no run had them.</summary>
    internal string? Arguments(CaseId id) => Workloads(id).Select(one => one.Sizes.TryGetValue(id.Size, out IReadOnlyList<string>? found) ? string.Join('\0', found) : null).FirstOrDefault(static one => one is not null);

    /// <summary>SHA-256 that outputs were compared with; null where they were not.</summary>
    internal string? Answer(CaseId id) => Workloads(id).Select(one => one.Answers?.GetValueOrDefault(id.Size)).FirstOrDefault(static one => one is not null);

    internal BackendInfo? Backend(string id) => Runs.SelectMany(static one => one.Run.Header.Backends).FirstOrDefault(one => one.Id == id && one.Version is not null);

    private Dictionary<(CaseId, string, Metric), Dictionary<(string Pair, int Process), double>> ValuesByPair() => Runs
        .SelectMany(static one => one.Run.Measurements.Select(measurement => (Pair: one.Run.Header.Options.Pair ?? "", Measurement: measurement)))
        .GroupBy(static one => (one.Measurement.Case, one.Measurement.Phase, one.Measurement.Metric))
        .ToDictionary(static group => group.Key, static group => group.GroupBy(static one => (one.Pair, one.Measurement.Process))
            .ToDictionary(static process => process.Key, static process => process.Average(static one => (double)one.Measurement.Value)));

    private IEnumerable<WorkloadInfo> Workloads(CaseId id) => Runs.SelectMany(static one => one.Run.Header.Workloads).Where(one => one.Id == id.Workload);

    private void Add(CaseId id, string phase, Metric metric, Sample sample)
    {
        if (!_samples.TryGetValue((id, metric), out Dictionary<string, Sample>? phases))
            _samples[(id, metric)] = phases = [];
        phases[phase] = phases.TryGetValue(phase, out Sample? before) ? new Sample([.. before.Values, .. sample.Values]) : sample;
    }

    private static int Gravity(Outcome outcome) => outcome switch
    {
        Core.Outcome.Skipped => 0,
        Core.Outcome.Measured => 1,
        Core.Outcome.Failed => 2,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
