namespace Bench.Core;

/// <summary>A cell is twenty times faster than every other backend that compiles: work was left out, or it failed silently.</summary>
/// <param name="NextBest">The fastest of the others.</param>
public sealed record FarAheadOfAll(CaseId CaseId, string Phase, double Median, CaseId NextBest, double Next) : Finding(CaseId, Phase)
{
    private const double Factor = 20;

    /// <summary>Nanoseconds: start-up alone can set totals apart by this much.</summary>
    private const double StartUp = 1e9;

    public override string Id => "far-ahead-of-all";
    public override string Text => $"{Phase}: {FindingText.Time(Median)}, {Next / Median:F0} times faster than the next, {NextBest.Backend} ({FindingText.Time(Next)})";
    public override string Advice => "no compiler is that much better: check its output and exit status, and that nothing was computed ahead";

    internal static IEnumerable<Finding> In(Summary summary)
    {
        // Interpreters are slower by that much with every right.
        HashSet<string> interpreters = [.. summary.Run.Header.Backends.Where(static one => one.Class == BackendClass.Interpreter).Select(static one => one.Id)];
        foreach (IGrouping<(string Workload, string Size), CaseId> table in summary.Cases.GroupBy(static id => (id.Workload, id.Size)))
            if (In(summary, [.. table], interpreters, Phases.Execute, TooShort) is { } execute)
                yield return execute;
            else if (In(summary, [.. table], interpreters, Phases.Total, StartUp) is { } total)
                yield return total;
    }

    /// <summary>Nanoseconds: an empty kernel is a matter of the clock.</summary>
    private const double TooShort = 1e6;

    private static FarAheadOfAll? In(Summary summary, CaseId[] table, HashSet<string> interpreters, string phase, double leastDifference)
    {
        (CaseId Case, double Median)[] cells = [.. table.Where(id => summary[id, phase, Metric.Wall] is not null).Select(id => (id, summary[id, phase, Metric.Wall]!.Median)).OrderBy(static one => one.Item2)];
        if (cells.Length < 3)
            return null;
        (CaseId Case, double Median)[] others = [.. cells.Skip(1).Where(cell => !interpreters.Contains(cell.Case.Backend))];
        return others.Length > 1 && others[0].Median > Factor * cells[0].Median && others[0].Median - cells[0].Median > leastDifference
            ? new FarAheadOfAll(cells[0].Case, phase, cells[0].Median, others[0].Case, others[0].Median)
            : null;
    }
}
