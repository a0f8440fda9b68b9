using Bench.Core;

namespace Bench.Reports;

/// <summary>What the run folders of a command line hold; the folder of a fleet stands for the runs of all its nodes.</summary>
/// <param name="Runs">In the order given, those of a fleet in that of its nodes.</param>
/// <param name="Failures">Nodes without a run, or whose run is not whole.</param>
public sealed record GivenRuns(IReadOnlyList<ComparedRun> Runs, IReadOnlyList<FailedMachine> Failures)
{
    private const int MostCauses = 5;

    /// <summary>What columns are, where nobody says: types, where a fleet has several machines of one.</summary>
    public ComparisonAxis? By { get; private init; }

    /// <exception cref="UsageException">A run or a fleet cannot be read, or there is no run at all: then with the causes.</exception>
    public static GivenRuns Read(IEnumerable<string> paths)
    {
        List<ComparedRun> runs = [];
        List<FailedMachine> failures = [];
        foreach (string path in paths)
        {
            if (FleetFolder.IsOne(path))
                ReadFleet(path, runs, failures);
            else
                runs.Add(new ComparedRun(path, new Summary(RunFolder.Read(path))));
        }
        bool hasTypes = runs.Where(static run => run is { IsOfFleet: true, Partial: null }).Select(static run => run.Header.Machine.InstanceType).OfType<string>().CountBy(static type => type).Any(static type => type.Value > 1);
        return runs.Count > 0 ? new GivenRuns(runs, failures) { By = hasTypes ? ComparisonAxis.Type : null } : throw new UsageException($"no machine left a run: {Causes(failures)}");
    }

    private static void ReadFleet(string path, List<ComparedRun> runs, List<FailedMachine> failures)
    {
        FleetRecord fleet = FleetFolder.Read(path);
        if (fleet.Nodes.Count == 0)
            throw new UsageException($"{FleetFolder.FleetFile(path)} names no node: nothing was measured");
        HashSet<string> several = [.. fleet.Nodes.Select(static node => node.VmType).OfType<string>().CountBy(static type => type).Where(static pair => pair.Value > 1).Select(static pair => pair.Key)];
        foreach (FleetNode node in fleet.Nodes)
        {
            (ComparedRun? run, FailedMachine? failed) = ReadNode(path, node);
            if (failed is not null)
                failures.Add(failed);
            if (run is null)
                continue;
            MachineInfo machine = run.Header.Machine;
            machine = machine with
            {
                InstanceType = node.VmType ?? machine.InstanceType,
                // Two of one type, or of none, may be alike in everything.
                Label = machine.Label ?? (node.VmType is not string type ? node.Name : several.Contains(type) ? $"{type} {node.Name}" : null),
            };
            runs.Add(run.On(machine) with
            {
                IsOfFleet = true,
                Price = node.Price is double price ? new LabelledPrice(price, fleet.Currency ?? FleetRecord.DefaultCurrency, DateOnly.FromDateTime(fleet.StartedAt.UtcDateTime)) : null,
            });
        }
    }

    private static (ComparedRun? Run, FailedMachine? Failed) ReadNode(string path, FleetNode node)
    {
        string folder = FleetFolder.NodeFolder(path, node);
        string? unreadable = null;
        ComparedRun? run = null;
        try
        {
            run = new ComparedRun(folder, new Summary(RunFolder.Read(folder)));
        }
        catch (UsageException e)
        {
            unreadable = e.Message;
        }
        if (run is not null && node.State == FleetNodeState.Done)
            return (run, null);
        string cause = node.Cause ?? node.State switch
        {
            FleetNodeState.Waiting => "it had not begun when this was written",
            FleetNodeState.Running => "it was still measuring when this was written",
            FleetNodeState.Done => $"its run cannot be read: {unreadable}",
            _ => "no cause is known",
        };
        CaseId[] cases = run is null ? [] : [.. run.Summary.Cases.Where(one => !run.Summary.WasSkipped(one))];
        FailedMachine failed = new(node.Name, node.VmType, node.State == FleetNodeState.Done ? FleetNodeState.Failed : node.State, cause)
        {
            Measured = cases.Count(one => run!.Summary.Compared(one) is not null),
            Planned = run is null ? null : cases.Length,
        };
        return (failed.Measured > 0 ? run! with { Partial = failed } : null, failed);
    }

    private static string Causes(List<FailedMachine> failures) =>
        string.Join("; ", failures.Take(MostCauses).Select(static one => one.Line)) + (failures.Count > MostCauses ? $"; and {failures.Count - MostCauses} more" : "");
}
