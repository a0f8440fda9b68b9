using Bench.Core;

namespace Bench.Reports;

/// <summary>What was measured on one machine at one commit: runs whose numbers may stand side by side because no case is in two of them.</summary>
public sealed class ComparedMachine
{
    private readonly Dictionary<CaseId, ComparedRun> _byCase = [];

    /// <param name="name">Short, unlike those of the other machines, one printable line.</param>
    internal ComparedMachine(string name, IReadOnlyList<ComparedRun> runs)
    {
        (Name, Runs) = (name, runs);
        foreach (ComparedRun run in runs)
            foreach (CaseId id in run.Summary.Cases.Where(one => !run.Summary.WasSkipped(one)))
                _byCase.Add(id, run);
    }

    public string Name { get; }
    public IReadOnlyList<ComparedRun> Runs { get; }
    public MachineInfo Info => Runs[0].Header.Machine;

    /// <summary>Without the skipped ones.</summary>
    public IReadOnlyCollection<CaseId> Cases => _byCase.Keys;

    /// <returns>Null where the case was not run.</returns>
    public Outcome? OutcomeOf(CaseId id) => _byCase.GetValueOrDefault(id)?.Summary.OutcomeOf(id);

    /// <summary>Wall time of the processes, spawn until exit, or of a million operations of a library, in nanoseconds.</summary>
    /// <returns>Null where the case failed or was not run.</returns>
    public Sample? Wall(CaseId id) => _byCase.GetValueOrDefault(id)?.Summary.Compared(id) is { Minimum: > 0 } sample ? sample : null;

    /// <returns>Null where no case of the backend was run.</returns>
    public BackendInfo? Backend(string id) => Runs.FirstOrDefault(run => _byCase.Any(one => one.Value == run && one.Key.Backend == id))?.Header.Backend(id);

    /// <returns>Null where no case of that workload and size was run.</returns>
    public IReadOnlyList<string>? Arguments(string workload, string size) =>
        Runs.FirstOrDefault(run => _byCase.Any(one => one.Value == run && one.Key.Workload == workload && one.Key.Size == size))?.Header.Arguments(workload, size);

    /// <summary>All cases of a size as a block of the published layout wants them.</summary>
    internal IEnumerable<PaperCase> PaperCases(string size) =>
        Runs.SelectMany(static run => PaperCase.Of(run.Summary, run.Summary.ComparedPhase)).Where(one => one.Case.Size == size && !one.IsSkipped);
}
