using Bench.Core;

namespace Bench.Reports;

/// <summary>Servers that run the function once for each request.</summary>
internal static class RequestTable
{
    /// <returns>Null where none ran.</returns>
    internal static ReportTable? Of(Summary summary, CaseId[] rows)
    {
        CaseId[] servers = [.. rows.Where(row => summary[row, Phases.RequestFirst, Metric.Wall] is not null)];
        if (servers.Length == 0)
            return null;
        TableColumns columns = new(servers);
        columns.AddText("backend", static row => row.Backend);
        columns.AddMedian(summary, servers, "spawn until the first answer", Phases.FirstOutput);
        columns.AddMedian(summary, servers, "first request", Phases.RequestFirst);
        columns.AddMedian(summary, servers, "later requests", Phases.Request);
        return columns.Table($"Requests for {rows[0].Workload}",
            "Median wall time [95 % interval]. Each request instantiates the module anew in a server that stays; later requests are the mean of those of a process.", []);
    }
}
