using Bench.Core;

namespace Bench.Reports;

/// <summary>After how many executions compiling ahead of time has paid, against the best backend of a class that needs no such compilation.</summary>
/// <param name="Case">Of the backend that compiles ahead of time.</param>
/// <param name="Other">The fastest of its class at the same workload and size, by the median total.</param>
public sealed record CompilePayback(CaseId Case, BackendInfo Other, BreakEven BreakEven)
{
    internal static IEnumerable<CompilePayback> Of(RunNumbers run)
    {
        Dictionary<string, BackendInfo> backends = run.Backends.ToDictionary(static one => one.Id);
        ILookup<(string Workload, string Size), Series> totals = run.Series.Where(static one => one.Measure == Measure.Total).ToLookup(static one => (one.Case.Workload, one.Case.Size));
        foreach (Series compile in run.Series.Where(static one => one.Measure == Measure.Compile))
        {
            Series[] alike = [.. totals[(compile.Case.Workload, compile.Case.Size)]];
            if (alike.FirstOrDefault(one => one.Case == compile.Case) is not Series own)
                continue;
            foreach (BackendClass kind in BreakEvenTable.WithoutCompiling)
                if (alike.Where(one => backends[one.Case.Backend].Class == kind && one.Case != compile.Case).MinBy(static one => one.Median.Value) is Series other)
                    yield return new CompilePayback(compile.Case, backends[other.Case.Backend], BreakEven.Of(compile.Sample, own.Sample, other.Sample));
        }
    }
}
