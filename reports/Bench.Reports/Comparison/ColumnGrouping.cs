using Bench.Core;

namespace Bench.Reports;

/// <summary>Sorts runs into columns, so that no mean is ever taken over two machines, two commits or two runs of the same case.</summary>
internal static class ColumnGrouping
{
    /// <exception cref="UsageException">Commits of one machine differ where columns are to be machines.</exception>
    internal static IReadOnlyList<ComparisonColumn> Of(IReadOnlyList<ComparedRun> runs, ComparisonAxis? by)
    {
        IGrouping<string, ComparedRun>[] machines = [.. runs.GroupBy(static run => MachineId.Of(run.Header.Machine))];
        IGrouping<string, ComparedRun>? several = machines.FirstOrDefault(static machine => machine.Select(static run => run.Header.Commit).Distinct().Count() > 1);
        if (by == ComparisonAxis.Machine && several is not null)
            throw new UsageException($"{ColumnNames.Line(several.First().Header.Machine.ToString())} has runs of the commits "
                + $"{string.Join(" and ", several.Select(ColumnNames.CommitName).Distinct())}, which never share a mean: compare --by commit");
        ComparisonAxis axis = by ?? (several is null ? ComparisonAxis.Machine : ComparisonAxis.Commit);

        ComparedRun[][] columns = [.. runs.GroupBy(static run => (MachineId.Of(run.Header.Machine), run.Header.Commit, run.Partial))
            .SelectMany(static same => MayShare([.. same]) ? [same.ToArray()] : same.Select(static run => new[] { run }))];
        string[] names = ColumnNames.Of([.. columns.Select(static column => column[0])], axis);
        return [.. columns.Zip(names, static (column, name) => column[0].Partial is null
            ? new ComparisonColumn(name, ColumnNames.Title(name, column[0]), column)
            : new ComparisonColumn($"{name} (partial)", $"{ColumnNames.Title(name, column[0])}, partial", column))];
    }

    /// <summary>Whether each case is in one run only, and what the runs have in common is alike.</summary>
    private static bool MayShare(ComparedRun[] runs)
    {
        CaseId[] cases = [.. runs.SelectMany(static run => run.Summary.Cases.Where(one => !run.Summary.WasSkipped(one)))];
        return cases.Distinct().Count() == cases.Length
            && Agree(runs, static run => run.Header.Backends.Where(static one => one.Version is not null).Select(static one => (one.Id, $"{one.Version}\n{one.Flags}")))
            && Agree(runs, static run => run.Header.Workloads.SelectMany(static one => one.Sizes, static (one, size) => ($"{one.Id}/{size.Key}", string.Join('\0', size.Value))))
            && Agree(runs, static run => [("pinned", $"{run.Header.Options.PinnedCore is not null}")]);
    }

    private static bool Agree(ComparedRun[] runs, Func<ComparedRun, IEnumerable<(string Name, string Value)>> facts) =>
        runs.SelectMany(facts).Distinct().GroupBy(static fact => fact.Name).All(static same => same.Count() == 1);
}
