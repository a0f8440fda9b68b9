using Bench.Core;

namespace Bench.Reports;

/// <summary>What the columns have in common at one size of the workloads.</summary>
/// <param name="Workloads">Whose arguments are the same in all columns that ran them; in the order of their ids.</param>
/// <param name="Refused">The other ones, each with the arguments that differ.</param>
/// <param name="Backends">That ran in any column; native code first.</param>
public sealed record ComparedSize(string Name, IReadOnlyList<string> Workloads, IReadOnlyList<string> Refused, IReadOnlyList<string> Backends)
{
    internal static IReadOnlyList<ComparedSize> Of(IReadOnlyList<ComparisonColumn> columns) =>
        [.. columns.SelectMany(static column => column.Runs).SelectMany(static run => run.Summary.Sizes()).Distinct()
            .Where(size => columns.Any(column => column.Cases.Any(one => one.Size == size)))
            .Select(size => Of(columns, size))];

    private static ComparedSize Of(IReadOnlyList<ComparisonColumn> columns, string size)
    {
        CaseId[] cases = [.. columns.SelectMany(static column => column.Cases).Where(one => one.Size == size).Distinct()];
        List<string> workloads = [], refused = [];
        foreach (string workload in cases.Select(static one => one.Workload).Distinct().Order(StringComparer.Ordinal))
        {
            (string Column, string Arguments)[] given = [.. columns.Select(column => (column.Name, Arguments: column.Arguments(workload, size)))
                .Where(static one => one.Arguments is not null).Select(static one => (one.Name, OutcomeText.OneLine(ArgumentText.Of(one.Arguments!))))];
            if (given.DistinctBy(static one => one.Arguments).Count() > 1)
                refused.Add($"{workload}, size {size}, is not compared: its arguments are {string.Join(", ", given.Select(static one => $"'{one.Arguments}' on {one.Column}"))}");
            else
                workloads.Add(workload);
        }
        string[] backends = [.. cases.Select(static one => one.Backend).Distinct()
            .OrderBy(id => columns.Select(column => column.Backend(id)).OfType<BackendInfo>().First().Class.Rank()).ThenBy(static id => id, StringComparer.Ordinal)];
        return new ComparedSize(size, workloads, refused, backends);
    }
}
