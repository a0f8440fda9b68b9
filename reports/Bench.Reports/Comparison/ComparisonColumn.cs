using Bench.Core;

namespace Bench.Reports;

/// <summary>One machine, one commit on it, or all machines of a type.</summary>
public sealed class ComparisonColumn
{
    private readonly HashSet<CaseId> _cases;

    /// <param name="name">Short, unlike those of the other columns, one printable line.</param>
    /// <param name="title">With the machines' particulars.</param>
    /// <param name="machines">One, unless each is one value of the column.</param>
    internal ComparisonColumn(string name, string title, IReadOnlyList<ComparedMachine> machines, Replicates replicates)
    {
        (Name, Title, Machines, Replicates) = (name, title, machines, replicates);
        _cases = [.. machines.SelectMany(static machine => machine.Cases)];
    }

    public string Name { get; }
    public string Title { get; }
    public IReadOnlyList<ComparedMachine> Machines { get; }

    /// <summary>What one value of <see cref="Wall"/> is of.</summary>
    public Replicates Replicates { get; }
    public IEnumerable<ComparedRun> Runs => Machines.SelectMany(static machine => machine.Runs);

    /// <summary>The first one, where there are several.</summary>
    public MachineInfo Machine => Machines[0].Info;
    public string Commit => Machines[0].Runs[0].Header.Commit;

    /// <summary>Whether its machine did not finish.</summary>
    public bool IsPartial => Machines[0].Runs[0].Partial is not null;

    /// <summary>Without those that were skipped everywhere.</summary>
    public IReadOnlyCollection<CaseId> Cases => _cases;

    /// <returns>Null where the case was not run; where it ended well on one machine and not on another, the former.</returns>
    public Outcome? OutcomeOf(CaseId id) => (Machines.FirstOrDefault(machine => machine.Wall(id) is not null) ?? Machines.FirstOrDefault(machine => machine.OutcomeOf(id) is not null))?.OutcomeOf(id);

    /// <summary>Wall times in nanoseconds: spawn until exit, or of a million operations of a library; of each process, or the median of each machine.</summary>
    /// <returns>Null where the case failed or was not run.</returns>
    public Sample? Wall(CaseId id) => Replicates == Replicates.Processes ? Machines[0].Wall(id)
        : Machines.Select(machine => machine.Wall(id)).OfType<Sample>().ToArray() is { Length: > 0 } machines ? new Sample(machines.Select(static one => one.Median))
        : null;

    /// <returns>Null where no case of the backend was run.</returns>
    public BackendInfo? Backend(string id) => Machines.Select(machine => machine.Backend(id)).FirstOrDefault(static one => one is not null);

    /// <returns>Null where no case of that workload and size was run.</returns>
    public IReadOnlyList<string>? Arguments(string workload, string size) => Machines.Select(machine => machine.Arguments(workload, size)).FirstOrDefault(static one => one is not null);

    /// <summary>What an hour of such a machine costs.</summary>
    /// <param name="reason">Why there is no price.</param>
    public MachinePrice? PriceIn(PriceList prices, out string reason)
    {
        reason = "";
        List<MachinePrice> found = [];
        foreach (ComparedMachine machine in Machines)
        {
            if (prices.Find(machine.Info, out string why) is MachinePrice price)
                found.Add(price);
            else
                reason = why;
        }
        if (reason.Length > 0 || found.Distinct().Count() == 1)
            return reason.Length > 0 ? null : found[0];
        reason = $"its machines have unlike ones, from {found.Min(static one => one.PerHour)} to {found.Max(static one => one.PerHour)}; compare --by machine, or give one for the type with --prices";
        return null;
    }
}
