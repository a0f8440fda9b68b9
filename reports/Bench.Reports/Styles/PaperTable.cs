using Bench.Core;

namespace Bench.Reports;

/// <summary>One block of the published layout: rows runtimes, columns workloads, cells <c>12.2 ± 0.1</c> seconds.</summary>
public static class PaperTable
{
    private const string Unfinished = "*", Retired = "†";

    /// <param name="machine">How the block is titled.</param>
    /// <exception cref="UsageException">The cases cannot stand in one table.</exception>
    public static ReportTable Of(string machine, IReadOnlyList<PaperCase> cases) => Of(new PaperBlock(machine, cases[0].Case.Size, cases));

    /// <exception cref="UsageException">The cases cannot stand in one table.</exception>
    public static ReportTable Of(PaperBlock block)
    {
        IReadOnlyList<PaperCase> cases = block.Cases;
        Comparability.Require(cases);
        BackendInfo[] rows = [.. cases.GroupBy(static one => one.Case.Backend)
            .Where(static row => row.Any(static one => !one.IsSkipped || one.IsRetired))
            .Select(static row => row.First().Runtime)
            .Concat(block.Extrapolations.Select(static one => one.Runtime)).DistinctBy(static one => one.Id)
            .OrderBy(static runtime => runtime.Title, StringComparer.OrdinalIgnoreCase)];
        string[] workloads = [.. cases.Where(static one => !one.IsSkipped).Select(static one => one.Case.Workload).Distinct().Order(StringComparer.Ordinal)];
        Dictionary<CaseId, PaperCase> byCase = cases.Where(static one => !one.IsSkipped).ToDictionary(static one => one.Case);
        Dictionary<CaseId, Extrapolation> extrapolated = block.Extrapolations.ToDictionary(static one => one.Case);
        HashSet<string> retired = [.. cases.Where(static one => one.IsRetired).Select(static one => one.Case.Backend)];
        return new ReportTable
        {
            Title = $"{block.Machine}: size {block.Size}",
            Caption = CaptionOf(cases, workloads, block.Replicates),
            Columns = [new("runtime", ColumnAlignment.Left), .. workloads.Select(static one => new ReportColumn(one))],
            Rows = [.. rows.Select(row => workloads
                .Select(workload => new CaseId(workload, block.Size, row.Id))
                .Select(id => extrapolated.TryGetValue(id, out Extrapolation? guess) ? guess.Cell : byCase.TryGetValue(id, out PaperCase? one) ? CellOf(one) : ReportCell.None)
                .Prepend(retired.Contains(row.Id) ? row.Title + Retired : row.Title).ToArray())],
            Notes = [.. NotesOf(cases, rows), .. block.Extrapolations.Select(static one => one.Note), .. HoldsOf(cases), .. block.Remarks],
        };
    }

    internal static ReportCell CellOf(PaperCase one) => one switch
    {
        { Outcome: Outcome.Failed } => new ReportCell("Failed", CellTone.Failed),
        { Wall: null } => ReportCell.None,
        { IsUnfinished: true } => Unit.Second.Mean(one.Wall) + Unfinished + one.Mark,
        _ => Unit.Second.Mean(one.Wall) + one.Mark,
    };

    private static string CaptionOf(IReadOnlyList<PaperCase> cases, string[] workloads, Replicates replicates)
    {
        string counts = CountText.Replicates(cases.Select(static one => one.Wall?.Count ?? 0), replicates);
        string parameters = string.Join(", ", workloads.Select(workload =>
            $"{workload} {ArgumentText.Of(cases.First(one => one.Case.Workload == workload && !one.IsSkipped).Arguments)}"));
        return $"Wall time in seconds, mean ± sample standard deviation (divisor n − 1), {(counts.Length > 0 ? counts : "nothing measured")}. "
            + $"Size {cases[0].Case.Size}: {parameters}. Phase {cases[0].Phase}: {Extent(cases[0].Phase)}.";
    }

    private static string Extent(string phase) => phase switch
    {
        Phases.Total => "spawn until exit; for containers create until exit; compilation ahead of time not counted",
        Phases.Startup => "spawn, for containers create, until the program's main",
        Phases.Execute => "the kernel alone, timed inside the process",
        Phases.Million => "a million operations of a library's code, so that 0.1 s are 100 ns each",
        _ => "as the program reports it",
    };

    /// <summary>What a total holds is not the same for all: a line for each kind.</summary>
    private static IEnumerable<string> HoldsOf(IReadOnlyList<PaperCase> cases) =>
        from one in cases
        where one is { IsSkipped: false, Phase: Phases.Total, Wall: not null }
        group one by one.Case.Backend into runtime
        let first = runtime.First()
        let compiled = runtime.Select(static one => one.Compile?.Median).OfType<double>().ToArray()
        orderby first.Runtime.Class.Rank(), first.Runtime.Title
        group (first.Runtime.Title, Compiled: compiled) by Holds(first.Runtime.Class) into same
        select $"A time of {string.Join(", ", same.Select(static one => one.Title + CompiledIn(one.Compiled)))} holds {same.Key}.";

    private static string Holds(BackendClass backendClass) => backendClass switch
    {
        BackendClass.Native => "the start of the program and its run",
        BackendClass.Aot => "the start and the run of code that was compiled ahead of time; compiling is not counted",
        BackendClass.OptimisingJit or BackendClass.BaselineJit => "the start of the engine, its compiling just in time, and the run",
        BackendClass.Interpreter => "the start of the engine, loading and interpreting",
        BackendClass.Container => "creating and starting the container and the run; removing it is not counted",
        BackendClass.Library => "nothing but the calls",
        _ => throw new ArgumentOutOfRangeException(nameof(backendClass)),
    };

    private static string CompiledIn(double[] nanoseconds) => nanoseconds.Length == 0 ? ""
        : nanoseconds.Max() is double longest && nanoseconds.Min() is double shortest && longest > shortest
            ? $" (compiled in {Rounding.Significant(shortest / 1e9, 2)} to {Rounding.Significant(longest / 1e9, 2)} s)"
            : $" (compiled in {Rounding.Significant(nanoseconds[0] / 1e9, 2)} s)";

    private static IEnumerable<string> NotesOf(IReadOnlyList<PaperCase> cases, BackendInfo[] rows)
    {
        HashSet<string> shown = [.. rows.Select(static one => one.Id)];
        PaperCase[] ordered = [.. cases.OrderBy(static one => one.Case.ToString(), StringComparer.Ordinal)];
        foreach (BackendInfo row in rows)
            if (cases.FirstOrDefault(one => one.Case.Backend == row.Id && one.IsRetired)?.Outcome is Outcome.Skipped retired)
                yield return $"{Retired} {row.Title}: {OutcomeText.OneLine(retired.Reason)}";
        foreach (PaperCase one in ordered.Where(static one => one is { IsUnfinished: true, Wall: not null }))
            yield return $"{Unfinished} {one.Case.Workload} on {one.Runtime.Title}: interrupted after {one.Wall!.Count} of {CountText.Of(one.Planned, "process", "processes")}";
        foreach (string note in FindingMarks.Notes(ordered.SelectMany(static one => one.Marked)))
            yield return note;
        foreach (PaperCase one in ordered)
            if (one.Outcome is Outcome.Failed failed)
                yield return $"Failed: {one.Case.Workload} on {one.Runtime.Title}: {failed.Cause.Name()}: {OutcomeText.OneLine(failed.Error)}";
        foreach (IGrouping<string, string> absent in cases.Where(one => !shown.Contains(one.Case.Backend)).DistinctBy(static one => one.Case.Backend)
            .GroupBy(static one => ((Outcome.Skipped)one.Outcome!).Reason, static one => one.Runtime.Title))
            yield return $"Not measured: {string.Join(", ", absent)}: {OutcomeText.OneLine(absent.Key)}";
    }
}
