using Bench.Core;

namespace Bench.Tests;

/// <summary>A run made up by hand: cases are written as their ids, times in milliseconds, one a process.</summary>
internal sealed class FixtureRun
{
    internal static readonly MachineInfo Xeon = new("Intel(R) Xeon(R) CPU E5-2673 v4 @ 2.30GHz", 2, 8L << 30, "x64", "6.1.0-28-cloud-amd64", "Debian GNU/Linux 12", "Microsoft Corporation");
    internal static readonly MachineInfo Graviton = new("Neoverse-N1", 4, 16L << 30, "arm64", "6.1.0-28-cloud-arm64", "Debian GNU/Linux 12", "Amazon EC2");

    private readonly List<Measurement> _measurements = [];
    private readonly List<ProcessRecord> _processes = [];
    private readonly Dictionary<CaseId, Outcome> _outcomes = [];
    private readonly List<NoiseRecord> _noise = [];
    private readonly List<BackendInfo> _backends = [];
    private readonly Dictionary<string, Dictionary<string, IReadOnlyList<string>>> _workloads = [];
    private readonly HashSet<string> _streams = [];
    private static readonly DateTimeOffset s_start = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    internal MachineInfo Machine { get; init; } = Xeon;
    internal int Processes { get; init; } = 3;
    internal string Suite { get; init; } = "quick";
    internal string? Baseline { get; init; }
    internal string? Pair { get; init; }
    internal string Commit { get; init; } = "18cc40c01234";
    internal DateTimeOffset Started { get; init; } = s_start;

    internal FixtureRun Backend(string id, string title, BackendClass backendClass, string? version = "1.0", string flags = "")
    {
        _backends.Add(new BackendInfo(id, title, backendClass, version, flags));
        return this;
    }

    internal FixtureRun Workload(string id, string size, params string[] arguments)
    {
        if (!_workloads.TryGetValue(id, out Dictionary<string, IReadOnlyList<string>>? sizes))
            _workloads[id] = sizes = [];
        sizes[size] = arguments;
        return this;
    }

    /// <summary>A workload of messages through nodes.</summary>
    internal FixtureRun Stream(string id, string size, params string[] arguments)
    {
        _streams.Add(id);
        return Workload(id, size, arguments);
    }

    /// <summary>A stream's case: microseconds of the message in the middle, one a run, from which all else follows.</summary>
    /// <param name="parts">Whether the host tells the guest's times.</param>
    internal FixtureRun Streamed(string caseId, bool parts, params double[] us)
    {
        long[] Times(double factor) => [.. us.Select(one => (long)(one * factor * 1000))];
        foreach ((Metric metric, double factor) in new[] { (Metric.Wall, 1), (Metric.WallP90, 1.5), (Metric.WallP99, 4.0), (Metric.WallP999, 9), (Metric.WallMax, 30) })
            Values(caseId, StreamPhases.Latency, metric, Times(factor));
        foreach ((Metric metric, long count) in new[] { (Metric.Sent, 3000L), (Metric.Received, 2999), (Metric.Lost, 1), (Metric.Duplicated, 0), (Metric.Unjoined, 2), (Metric.PerSecond, 1000) })
            Values(caseId, StreamPhases.Latency, metric, [.. us.Select(_ => count)]);
        string[] names = [.. StreamPhases.Ledger.Select(static one => one.Name).Where(name => parts ? name != StreamPhases.Call : name is not ("entry" or "guest" or "exit"))];
        foreach (string part in names)
            Values(caseId, part, Metric.Wall, Times(1.0 / names.Length)).Values(caseId, part, Metric.WallSlowest, Times(6.0 / names.Length));
        foreach (string node in (string[])["node-zipper", "node-source", "node-function-1", "node-sink"])
            Values(caseId, node, Metric.PeakRss, [.. us.Select(static _ => 60L << 20)]).Values(caseId, node, Metric.RssEnd, [.. us.Select(static _ => 50L << 20)])
                .Values(caseId, node, Metric.Wall, [.. us.Select(static _ => 2_000_000_000L)]).Values(caseId, node, Metric.User, [.. us.Select(static _ => 60_000_000L)]).Values(caseId, node, Metric.Sys, [.. us.Select(static _ => 20_000_000L)]);
        CaseId id = CaseId.Parse(caseId);
        _outcomes[id] = new Outcome.Measured(id, us.Length);
        return this;
    }

    internal FixtureRun Measured(string caseId, params double[] totalMs)
    {
        Times(caseId, Phases.Total, totalMs);
        CaseId id = CaseId.Parse(caseId);
        _outcomes[id] = new Outcome.Measured(id, totalMs.Length);
        return this;
    }

    /// <summary>A library's case: nanoseconds of one operation, one a process, and the bytes of one.</summary>
    internal FixtureRun Called(string caseId, long allocated, long payload, long? arrived, params double[] ns)
    {
        Times(caseId, Phases.Million, ns);
        Values(caseId, Phases.Operation, Metric.AllocatedBytes, [.. ns.Select(_ => allocated)]).Values(caseId, Phases.Operation, Metric.PayloadBytes, [.. ns.Select(_ => payload)]);
        if (arrived is long bytes)
            Values(caseId, Phases.Operation, Metric.ArrivedBytes, [.. ns.Select(_ => bytes)]);
        CaseId id = CaseId.Parse(caseId);
        _outcomes[id] = new Outcome.Measured(id, ns.Length);
        return this;
    }

    /// <summary>Numbers alone: without an outcome the case was interrupted.</summary>
    internal FixtureRun Times(string caseId, string phase, params double[] ms) =>
        Values(caseId, phase, Metric.Wall, [.. ms.Select(static one => (long)Math.Round(one * 1e6))]);

    internal FixtureRun Values(string caseId, string phase, Metric metric, params long[] values)
    {
        CaseId id = CaseId.Parse(caseId);
        for (int i = 0; i < values.Length; i++)
        {
            _measurements.Add(new Measurement(id, i + 1, 0, phase, metric, values[i]));
            if (phase is Phases.Total or Phases.Million or StreamPhases.Latency && metric == Metric.Wall)
                _processes.Add(new ProcessRecord(id, WorkKind.Execute, i + 1, _processes.Count + 1, s_start.AddSeconds(2 * (_processes.Count + 1))));
        }
        return this;
    }

    /// <summary>Processes that ran their kernel again and again: the milliseconds of each iteration.</summary>
    internal FixtureRun Iterated(string caseId, params double[][] processes)
    {
        CaseId id = CaseId.Parse(caseId);
        for (int process = 0; process < processes.Length; process++)
            _measurements.AddRange(processes[process].Select((ms, i) => new Measurement(id, process + 1, i + 1, Phases.Iterate, Metric.Wall, (long)Math.Round(ms * 1e6))));
        return this;
    }

    internal FixtureRun Failed(string caseId, FailureCause cause, string error, string stderr = "")
    {
        CaseId id = CaseId.Parse(caseId);
        _outcomes[id] = new Outcome.Failed(id, cause, error, stderr);
        return this;
    }

    internal FixtureRun Skipped(string caseId, string reason)
    {
        CaseId id = CaseId.Parse(caseId);
        _outcomes[id] = new Outcome.Skipped(id, reason);
        return this;
    }

    /// <summary>One look at the machine a second.</summary>
    internal FixtureRun Noise(params (double Load, double Steal)[] looks)
    {
        _noise.AddRange(looks.Select((look, second) => new NoiseRecord(s_start.AddSeconds(second), look.Load, look.Steal)));
        return this;
    }

    private readonly Dictionary<string, string> _work = [];
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _answers = [];
    private bool _unchecked;

    /// <summary>How the work of a workload grows.</summary>
    internal FixtureRun Work(string workload, string growth)
    {
        _work[workload] = growth;
        return this;
    }

    /// <summary>The SHA-256 that the outputs of a size were compared with.</summary>
    internal FixtureRun Answered(string workload, string size, string sha256)
    {
        _answers[workload] = new Dictionary<string, string> { [size] = sha256 };
        return this;
    }

    /// <summary>No output was compared with an answer.</summary>
    internal FixtureRun Unchecked()
    {
        _unchecked = true;
        return this;
    }

    internal Summary Summary => new(Record);

    internal RunRecord Record => new(
        new RunHeader
        {
            Schema = RunHeader.CurrentSchema, BenchVersion = "0.1.0", Commit = Commit, StartedAt = Started, Seed = 42, Machine = Machine,
            Options = new RunOptions { Suite = Suite, Processes = Processes, Baseline = Baseline, Pair = Pair, CaseTimeout = TimeSpan.FromSeconds(60), MemoryLimitBytes = 4L << 30, PinnedCore = 1 },
            Tools = [new ToolVersion("clang", "Clang", "19.1.7"), new ToolVersion("wasmedge", "WasmEdge", "0.14.1")],
            Backends = _backends,
            Workloads = [.. _workloads.Select(pair => new WorkloadInfo(pair.Key, pair.Key, pair.Value) { Work = _work.GetValueOrDefault(pair.Key), Kind = _streams.Contains(pair.Key) ? WorkloadInfo.StreamKind : null, Answers = _unchecked ? new Dictionary<string, string>() : _answers.GetValueOrDefault(pair.Key) })],
        },
        _measurements, _processes, _outcomes, TornRows: 0) { Noise = _noise };
}
