using Bench.Core;

namespace Bench.Reports;

/// <summary>What a reader must know before believing a comparison, one line each.</summary>
internal static class ComparisonNotes
{
    internal static IEnumerable<string> Of(Comparison comparison)
    {
        IReadOnlyList<ComparisonColumn> columns = comparison.Columns;
        if (columns.Count == 1)
            yield return "One column only: ratios need a second machine or commit.";
        foreach (string refused in comparison.Sizes.SelectMany(static size => size.Refused))
            yield return Sentence(refused);
        foreach (ComparisonColumn column in comparison.Others)
            if (!column.Cases.Any(id => comparison.Ratio(column, id) is not null))
                yield return $"{column.Name} has no measured case in common with {comparison.Reference.Name}.";
        foreach (ComparisonColumn[] same in columns.GroupBy(static column => (MachineId.Of(column.Machine), column.Commit)).Select(static group => group.ToArray()).Where(static group => group.Length > 1))
            yield return $"{Listed(same)} are the same machine and commit, measured more than once: what differs between them is noise, or a difference of versions or options.";
        foreach (string twins in Twins(columns))
            yield return twins;
        foreach (ComparisonColumn column in columns.Where(static column => column.Machines.Select(static machine => ColumnNames.ShortCpu(machine.Info.Cpu)).Distinct().Count() > 1))
            yield return $"Machines of {column.Name} have unlike processors: {string.Join("; ", column.Machines.GroupBy(static machine => ColumnNames.Line(ColumnNames.ShortCpu(machine.Info.Cpu)),
                static (cpu, machines) => $"{cpu} in {string.Join(", ", machines.Select(static machine => machine.Name))}"))}.";
        foreach (string versions in Versions(columns))
            yield return versions;
        foreach (string absent in Absent(columns))
            yield return absent;
        if (columns.Any(column => column.Cases.Any(id => comparison.Time(column, id) is { Draws: null })))
            yield return comparison.Replicates == Replicates.Machines
                ? $"Intervals and shares need {MedianEstimate.FewestValues} machines of a type: what is said of fewer is said of these machines. compare --by machine has intervals for each of them."
                : $"Intervals and shares need {MedianEstimate.FewestValues} processes a case: ./bench run --processes 10 has them.";
        if (columns.Select(static column => column.Commit).Distinct().Count() > 1 && columns.Select(static column => MachineId.Of(column.Machine)).Distinct().Count() > 1)
            yield return $"Measured at different commits: {string.Join(", ", columns.Select(static column => $"{column.Name} at {ColumnNames.CommitName(column.Commit)}"))}; ratios between machines hold that change too.";
        foreach (ComparisonColumn column in columns.Where(static column => column.Commit.EndsWith('+')))
            yield return $"{column.Name} was measured from a checkout with changes that are not in its commit {ColumnNames.CommitName(column.Commit)}.";
        if (columns.Select(IsPinned).Distinct().Count() > 1)
            yield return $"Programs were pinned to a core on {Listed([.. columns.Where(IsPinned)])} and ran free on {Listed([.. columns.Where(static column => !IsPinned(column))])}.";
    }

    /// <summary>Machines that only their labels tell apart.</summary>
    private static IEnumerable<string> Twins(IReadOnlyList<ComparisonColumn> columns) => columns
        .GroupBy(static column => MachineId.Of(column.Machine with { Label = null }))
        .Select(static group => group.DistinctBy(static column => column.Machine.Label).ToArray())
        .Where(static group => group.Length > 1)
        .Select(static group => $"{Listed(group)} are alike but for their labels.");

    private static IEnumerable<string> Versions(IReadOnlyList<ComparisonColumn> columns) =>
        from id in columns.SelectMany(static column => column.Cases).Select(static one => one.Backend).Distinct().Order(StringComparer.Ordinal)
        let found = columns.Select(column => (column.Name, Backend: column.Backend(id))).Where(static one => one.Backend is not null).ToArray()
        from fact in new (string Name, Func<BackendInfo, string> Of)[] { ("version", static one => one.Version ?? "unknown"), ("flags", static one => one.Flags) }
        where found.Select(one => fact.Of(one.Backend!)).Distinct().Count() > 1
        select $"{OutcomeText.OneLine(id)} has other {(fact.Name == "version" ? "versions" : fact.Name)}: "
            + $"{string.Join(", ", found.Select(one => $"'{OutcomeText.OneLine(fact.Of(one.Backend!))}' on {one.Name}"))}; its ratios hold that change too.";

    /// <summary>Backends that were to run everywhere and did not.</summary>
    private static IEnumerable<string> Absent(IReadOnlyList<ComparisonColumn> columns) =>
        from column in columns
        from skip in column.Runs.SelectMany(static run => run.Summary.Run.Outcomes.Values.OfType<Outcome.Skipped>())
            .Where(skip => !column.Cases.Contains(skip.Case) && columns.Any(other => other.Cases.Contains(skip.Case)))
            .Select(static skip => (skip.Case.Backend, skip.Reason)).Distinct()
        select $"{OutcomeText.OneLine(skip.Backend)} was not run on {column.Name}: {OutcomeText.OneLine(skip.Reason)}.";

    private static bool IsPinned(ComparisonColumn column) => column.Runs.First().Header.Options.PinnedCore is not null;

    private static string Listed(ComparisonColumn[] columns) => string.Join(columns.Length == 2 ? " and " : ", ", columns.Select(static column => column.Name));

    private static string Sentence(string text) => text + ".";
}
