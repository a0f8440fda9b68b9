using Bench.Core;

namespace Bench.Reports;

/// <summary>When compiling ahead of time has paid: rows are what was compiled, columns what needs no such step.</summary>
public static class BreakEvenTable
{
    /// <summary>What needs no compilation ahead of time.</summary>
    internal static readonly BackendClass[] WithoutCompiling = [BackendClass.OptimisingJit, BackendClass.BaselineJit, BackendClass.Interpreter];

    /// <returns>Null where nothing was compiled ahead of time, or there is nothing to compare it with.</returns>
    public static ReportTable? Of(Summary summary, string size, IReadOnlyList<CaseId> cases)
    {
        CaseSamples samples = new(summary);
        RunHeader header = summary.Run.Header;
        CaseId[] rows = [.. from id in header.ByClass(cases.Select(static one => one.Backend).Distinct())
            from one in cases
            where one.Backend == id && samples.WallOfMaking(one, Phases.Compile) is not null && samples.Wall(one, Phases.Total) is not null
            orderby one.Workload
            select one];
        string[] others = [.. header.ByClass(cases.Where(one => WithoutCompiling.Contains(header.Backend(one.Backend).Class)
            && samples.Wall(one, Phases.Total) is not null && samples.WallOfMaking(one, Phases.Compile) is null).Select(static one => one.Backend).Distinct())];
        if (rows.Length == 0 || others.Length == 0)
            return null;
        TableColumns columns = new(rows);
        columns.AddText("workload", static row => row.Workload);
        columns.AddText("compiled ahead", static row => row.Backend);
        foreach (string other in others)
            columns.Add($"before {other}", row => samples.Wall(row with { Backend = other }, Phases.Total) is Sample total ? TextOf(BreakEven.Of(
                samples.WallOfMaking(row, Phases.Compile)!, samples.Wall(row, Phases.Total)!, total)) : null);
        return columns.Table($"Break-even, size {size}",
            "Executions of the whole program after which compiling ahead of time has paid: its time divided by what each execution saves [95 % interval]. "
            + "Never: an execution saves nothing. Cannot tell: the samples do not show which is faster.", []);
    }

    private static string TextOf(BreakEven breakEven) => breakEven switch
    {
        BreakEven.After after => Rounding.WithInterval(after.Executions, after.Interval),
        BreakEven.Never => "never",
        BreakEven.CannotTell => "cannot tell",
        _ => throw new ArgumentOutOfRangeException(nameof(breakEven)),
    };
}
