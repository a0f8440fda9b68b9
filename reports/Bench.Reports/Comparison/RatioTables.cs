using Bench.Core;

namespace Bench.Reports;

/// <summary>Every other column against the reference: geometric means over the workloads, and each workload.</summary>
internal static class RatioTables
{
    internal const string AllBackends = "all of these";
    internal const string Brackets = "In brackets 95 % intervals.";

    /// <summary>A row for each backend, two columns for each machine or commit.</summary>
    internal static IEnumerable<ReportTable> Means(Comparison comparison, ComparedSize size)
    {
        foreach (RatioKind kind in RatioKind.Of(comparison, size))
        {
            string[] backends = [.. size.Backends.Where(id => comparison.Others.Any(column => Mean(column, id, kind) is not null))];
            if (backends.Length == 0)
                continue;
            bool partly = backends.Any(id => comparison.Others.Any(column => Mean(column, id, kind) is { } mean && mean.Count < size.Workloads.Count));
            yield return new ReportTable
            {
                Title = $"Size {size.Name}: {kind.Name}, geometric mean over the workloads",
                Caption = $"{kind.Meaning} {Brackets}",
                Columns = [new("backend", ColumnAlignment.Left), .. comparison.Others.SelectMany(column => new ReportColumn[]
                    { new($"{column.Name} ÷ {comparison.Reference.Name}"), new($"{column.Name} is", ColumnAlignment.Left) })],
                Rows = [.. backends.Select(id => comparison.Others.SelectMany(column => Cells(comparison, Mean(column, id, kind), size.Workloads.Count)).Prepend(OutcomeText.OneLine(id)).ToArray()),
                    .. backends.Length > 1 ? new[] { comparison.Others.SelectMany(column => Cells(comparison, All(column, kind), size.Workloads.Count * backends.Length)).Prepend(AllBackends).ToArray() } : []],
                Notes = partly ? [$"In parentheses: of how many ratios the mean is, where one of the {size.Workloads.Count} workloads has none."] : [],
            };
        }

        (MedianProduct Mean, int Count)? Mean(ComparisonColumn column, string backend, RatioKind kind) =>
            Comparison.GeometricMean(size, [backend], id => kind.Ratio(column, id));

        (MedianProduct Mean, int Count)? All(ComparisonColumn column, RatioKind kind) => Comparison.GeometricMean(size, size.Backends, id => kind.Ratio(column, id));
    }

    private static IEnumerable<ReportCell> Cells(Comparison comparison, (MedianProduct Mean, int Count)? mean, int whole) => mean is not { } found
        ? [ReportCell.None, ReportCell.None]
        : [EstimateText.OfRatio(found.Mean.Estimate) + (found.Count < whole ? $" ({found.Count})" : ""), found.Mean.Judge().Name(comparison.Replicates)];

    /// <summary>A table for each other column: backends by workloads.</summary>
    internal static IEnumerable<ReportTable> Workloads(Comparison comparison, ComparedSize size)
    {
        foreach (RatioKind kind in RatioKind.Of(comparison, size))
            foreach (ComparisonColumn column in comparison.Others)
            {
                string[] backends = [.. size.Backends.Where(id => Cases(id).Any(one => kind.Ratio(column, one) is not null))];
                if (backends.Length > 0)
                    yield return new ReportTable
                    {
                        Title = $"Size {size.Name}: {kind.Name}, {column.Name} ÷ {comparison.Reference.Name}",
                        Caption = $"{kind.Meaning} {Brackets}",
                        Columns = [new("backend", ColumnAlignment.Left), .. size.Workloads.Select(static one => new ReportColumn(OutcomeText.OneLine(one)))],
                        Rows = [.. backends.Select(id => Cases(id).Select(one => Cell(comparison, kind, column, one)).Prepend(OutcomeText.OneLine(id)).ToArray())],
                    };
            }

        IEnumerable<CaseId> Cases(string backend) => size.Workloads.Select(workload => new CaseId(workload, size.Name, backend));
    }

    private static ReportCell Cell(Comparison comparison, RatioKind kind, ComparisonColumn column, CaseId id) =>
        kind.Ratio(column, id) is MedianProduct ratio ? $"{EstimateText.OfRatio(ratio.Estimate)} {ratio.Judge().Name(comparison.Replicates)}"
        : new[] { column, comparison.Reference }.FirstOrDefault(one => one.OutcomeOf(id) is Outcome.Failed) is ComparisonColumn failed
            ? new ReportCell($"failed on {failed.Name}", CellTone.Failed)
            : ReportCell.None;

    /// <summary>Times directly, or times relative to the baseline.</summary>
    private sealed record RatioKind(string Name, string Meaning, Func<ComparisonColumn, CaseId, MedianProduct?> Ratio)
    {
        internal static IEnumerable<RatioKind> Of(Comparison comparison, ComparedSize size)
        {
            string what = size.Backends.Any(comparison.IsLibrary) ? " of a million operations" : ", spawn until exit";
            string reference = comparison.Reference.Name;
            yield return new RatioKind("ratio of times", $"{comparison.Replicates.Time}{what}, divided by that on {reference}: below 1 is faster.", comparison.Ratio);
            if (comparison.Baseline is string baseline)
                yield return new RatioKind($"ratio of times relative to {OutcomeText.OneLine(baseline)}",
                    $"What remains of the ratio after that of {OutcomeText.OneLine(baseline)} is divided out: (case ÷ {OutcomeText.OneLine(baseline)}) ÷ (the same on {reference}). "
                    + "Below 1, the backend has gained on native speed there, or on whatever the baseline is.", comparison.RatioThroughBaseline);
        }
    }
}
