using Bench.Core;

namespace Bench.Reports;

/// <summary>The phases of a container's life.</summary>
internal static class ContainerTable
{
    /// <returns>Null where no container ran.</returns>
    internal static ReportTable? Of(Summary summary, CaseId[] rows)
    {
        CaseId[] containers = [.. rows.Where(row => summary[row, Phases.Create, Metric.Wall] is not null)];
        if (containers.Length == 0)
            return null;
        TableColumns columns = new(containers);
        columns.AddText("backend", static row => row.Backend);
        foreach (string phase in (string[])[Phases.Image, Phases.Create, Phases.Start, Phases.Startup, Phases.FirstOutput, Phases.Total, Phases.Remove, Phases.Harness])
            columns.AddMedian(summary, containers, phase, phase);
        return columns.Table($"Containers of {rows[0].Workload}, phase by phase",
            "Median wall time [95 % interval]. Image is making the image of the artifact, once; create, start and remove are the engine's answers to the requests; startup, first output and total begin with the create request. Harness is all the time of a case that the engine's own record, from the container's creation to its destruction, does not hold.", []);
    }
}
