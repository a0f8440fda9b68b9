using Bench.Core;

namespace Bench.Reports;

/// <summary>One block of the published layout: rows runtimes, columns workloads, cells <c>12.2 ± 0.1</c> seconds.</summary>
public static class PaperTable
{
    private const string Unfinished = "*", Retired = "†";

    /// <param name="machine">How the block is titled.</param>
    /// <exception cref="UsageException">The cases cannot stand in one table.</exception>
    public static ReportTable Of(string machine, IReadOnlyList<PaperCase> cases)
    {
        Comparability.Require(cases);
        BackendInfo[] rows = [.. cases.GroupBy(static one => one.Case.Backend)
            .Where(static row => row.Any(static one => !one.IsSkipped || one.IsRetired))
            .Select(static row => row.First().Runtime)
            .OrderBy(static runtime => runtime.Title, StringComparer.OrdinalIgnoreCase)];
        string[] workloads = [.. cases.Where(static one => !one.IsSkipped).Select(static one => one.Case.Workload).Distinct().Order(StringComparer.Ordinal)];
        Dictionary<CaseId, PaperCase> byCase = cases.Where(static one => !one.IsSkipped).ToDictionary(static one => one.Case);
        string size = cases[0].Case.Size;
        return new ReportTable
        {
            Title = $"{machine}: size {size}",
            Caption = CaptionOf(cases, workloads),
            Columns = [new("runtime", ColumnAlignment.Left), .. workloads.Select(static one => new ReportColumn(one))],
            Rows = [.. rows.Select(row => workloads
                .Select(workload => byCase.TryGetValue(new CaseId(workload, size, row.Id), out PaperCase? one) ? CellOf(one) : ReportCell.None)
                .Prepend(cases.Any(one => one.Case.Backend == row.Id && one.IsRetired) ? row.Title + Retired : row.Title).ToArray())],
            Notes = [.. NotesOf(cases, rows)],
        };
    }

    private static ReportCell CellOf(PaperCase one) => one switch
    {
        { Outcome: Outcome.Failed } => new ReportCell("Failed", CellTone.Failed),
        { Wall: null } => ReportCell.None,
        { IsUnfinished: true } => Unit.Second.Mean(one.Wall) + Unfinished,
        _ => Unit.Second.Mean(one.Wall),
    };

    private static string CaptionOf(IReadOnlyList<PaperCase> cases, string[] workloads)
    {
        string processes = CountText.Processes(cases.Select(static one => one.Wall?.Count ?? 0));
        string parameters = string.Join(", ", workloads.Select(workload =>
            $"{workload} {ArgumentText.Of(cases.First(one => one.Case.Workload == workload && !one.IsSkipped).Arguments)}"));
        return $"Wall time in seconds, mean ± sample standard deviation (divisor n − 1), {(processes.Length > 0 ? processes : "nothing measured")}. "
            + $"Size {cases[0].Case.Size}: {parameters}. Phase {cases[0].Phase}: {Extent(cases[0].Phase)}.";
    }

    private static string Extent(string phase) => phase switch
    {
        Phases.Total => "spawn until exit; for containers create until exit; compilation ahead of time not counted",
        Phases.Startup => "spawn, for containers create, until the program's main",
        Phases.Execute => "the kernel alone, timed inside the process",
        _ => "as the program reports it",
    };

    private static IEnumerable<string> NotesOf(IReadOnlyList<PaperCase> cases, BackendInfo[] rows)
    {
        foreach (BackendInfo row in rows)
            if (cases.FirstOrDefault(one => one.Case.Backend == row.Id && one.IsRetired)?.Outcome is Outcome.Skipped retired)
                yield return $"{Retired} {row.Title}: {OutcomeText.OneLine(retired.Reason)}";
        foreach (PaperCase one in cases.Where(static one => one is { IsUnfinished: true, Wall: not null }).OrderBy(static one => one.Case.ToString(), StringComparer.Ordinal))
            yield return $"{Unfinished} {one.Case.Workload} on {one.Runtime.Title}: interrupted after {one.Wall!.Count} of {CountText.Of(one.Planned, "process", "processes")}";
        foreach (PaperCase one in cases.OrderBy(static one => one.Case.ToString(), StringComparer.Ordinal))
            if (one.Outcome is Outcome.Failed failed)
                yield return $"Failed: {one.Case.Workload} on {one.Runtime.Title}: {failed.Cause.Name()}: {OutcomeText.OneLine(failed.Error)}";
        foreach (IGrouping<string, PaperCase> absent in cases.Where(static one => one.IsSkipped).GroupBy(static one => one.Case.Backend))
            if (rows.All(row => row.Id != absent.Key) && absent.First().Outcome is Outcome.Skipped skipped)
                yield return $"Not measured: {absent.First().Runtime.Title}: {OutcomeText.OneLine(skipped.Reason)}";
    }
}
