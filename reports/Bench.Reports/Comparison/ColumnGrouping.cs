using Bench.Core;

namespace Bench.Reports;

/// <summary>Sorts runs into columns, so that no mean is ever taken over two machines without being asked for, nor over two commits or two runs of the same case.</summary>
internal static class ColumnGrouping
{
    /// <exception cref="UsageException">What is to be one column cannot be: the message says what differs and which other columns are possible.</exception>
    internal static IReadOnlyList<ComparisonColumn> Of(IReadOnlyList<ComparedRun> runs, ComparisonAxis? by)
    {
        if (by == ComparisonAxis.Type)
            return OfTypes(runs);
        IGrouping<string, ComparedRun>[] machines = [.. runs.GroupBy(static run => MachineId.Of(run.Header.Machine))];
        IGrouping<string, ComparedRun>? several = machines.FirstOrDefault(static machine => machine.Select(static run => run.Header.Commit).Distinct().Count() > 1);
        if (by == ComparisonAxis.Machine && several is not null)
            throw new UsageException($"{ColumnNames.Line(several.First().Header.Machine.ToString())} has runs of the commits "
                + $"{string.Join(" and ", several.Select(ColumnNames.CommitName).Distinct())}, which never share a mean: compare --by commit");
        ComparisonAxis axis = by ?? (several is null ? ComparisonAxis.Machine : ComparisonAxis.Commit);

        ComparedRun[][] columns = [.. OfOneMachine(runs).SelectMany(static same => Conflict(same) is null ? [same] : same.Select(static run => new[] { run }))];
        string[] names = ColumnNames.Of([.. columns.Select(static column => column[0])], axis);
        return [.. columns.Zip(names, static (column, name) => new ComparisonColumn(
            Marked(name, column[0]), ColumnNames.Title(name, [column[0]]) + Mark(column[0], ", partial"), [new ComparedMachine(name, column)], Replicates.Processes))];
    }

    private static ComparisonColumn[] OfTypes(IReadOnlyList<ComparedRun> runs)
    {
        ComparedRun[][] machines = [.. OfOneMachine(runs)];
        string[] names = ColumnNames.Of([.. machines.Select(static machine => machine[0])], ComparisonAxis.Machine);
        foreach ((ComparedRun[] machine, string name) in machines.Zip(names))
            if (Conflict(machine) is string conflict)
                throw new UsageException($"runs of {name}: {conflict}: compare --by machine, or tell machines that are alike apart with --label RUN=NAME");
        IGrouping<object, ComparedMachine>[] types = [.. machines.Zip(names, static (machine, name) => new ComparedMachine(name, machine))
            // One that did not finish is shown alone: its cases are not those of the others.
            .GroupBy(static machine => machine.Runs[0] is { Partial: null } run ? (object)(ColumnNames.TypeName(run), machine.Info.Cores, run.Header.Commit) : machine)];
        string[] columns = ColumnNames.Of([.. types.Select(static type => type.First().Runs[0])], ComparisonAxis.Type);
        foreach ((IGrouping<object, ComparedMachine> type, string name) in types.Zip(columns))
            if (Disagreement(type.SelectMany(static machine => machine.Runs)) is string fact)
                throw new UsageException($"machines of {name}: {fact}: compare --by machine");
        return [.. types.Zip(columns, static (type, name) => new ComparisonColumn(
            Marked(name, type.First().Runs[0]), ColumnNames.Title(name, [.. type.Select(static machine => machine.Runs[0])]) + Mark(type.First().Runs[0], ", partial"), [.. type], Replicates.Machines))];
    }

    private static IEnumerable<ComparedRun[]> OfOneMachine(IReadOnlyList<ComparedRun> runs) =>
        runs.GroupBy(static run => (MachineId.Of(run.Header.Machine), run.Header.Commit, run.Partial)).Select(static same => same.ToArray());

    private static string Marked(string name, ComparedRun first) => name + Mark(first, " (partial)");

    private static string Mark(ComparedRun first, string mark) => first.Partial is null ? "" : mark;

    /// <returns>Why the runs may not stand together: a case that is in two of them, or what they have in common and is not alike; null where they may.</returns>
    private static string? Conflict(ComparedRun[] runs) =>
        runs.SelectMany(static run => run.Summary.Cases.Where(one => !run.Summary.WasSkipped(one))).GroupBy(static one => one).FirstOrDefault(static same => same.Count() > 1) is { } twice
            ? $"{twice.Count()} have {twice.Key}"
            : Disagreement(runs);

    private static string? Disagreement(IEnumerable<ComparedRun> runs) => runs
        .SelectMany(static run => run.Header.Backends.Where(static one => one.Version is not null).Select(static one => (Name: $"version or flags of {one.Id}", Value: $"{one.Version}\n{one.Flags}"))
            .Concat(run.Header.Workloads.SelectMany(static one => one.Sizes, static (one, size) => (Name: $"arguments of {one.Id}/{size.Key}", Value: string.Join('\0', size.Value))))
            .Append((Name: "pinning", Value: $"{run.Header.Options.PinnedCore is not null}")))
        .Distinct().GroupBy(static fact => fact.Name).FirstOrDefault(static same => same.Count() > 1) is { } unlike ? $"unlike {unlike.Key}" : null;
}
