using Bench.Core;

namespace Bench.Reports;

/// <summary>Memory and sizes of deployment forms, and what making them took.</summary>
internal static class WeightTable
{
    internal static ReportTable Of(Summary summary, CaseId[] rows)
    {
        CaseSamples samples = new(summary);
        TableColumns columns = new(rows);
        columns.AddText("backend", static row => row.Backend);
        columns.AddText("class", row => summary.Run.Header.Backend(row.Backend).Class.Name());
        void AddBytes(string name, Func<CaseId, Sample?> read)
        {
            Dictionary<CaseId, double> values = rows.Select(row => (row, Sample: read(row))).Where(static one => one.Sample is not null).ToDictionary(static one => one.row, static one => one.Sample!.Median);
            if (values.Count == 0)
                return;
            Unit unit = Unit.OfBytes(values.Values);
            columns.Add(unit.After(name), row => values.TryGetValue(row, out double bytes) ? Rounding.Significant(bytes / unit.Size, 3) : null);
        }
        AddBytes("peak RSS", row => samples.OfProcess(row, Metric.PeakRss));
        AddBytes("peak of the control group", row => samples.OfProcess(row, Metric.PeakCgroup));
        AddBytes("idle", row => samples.OfProcess(row, Metric.IdleMemory));
        AddBytes("artifact", row => samples.Artifact(row, Metric.ArtifactBytes));
        AddBytes("image", row => samples.Artifact(row, Metric.ImageBytes));
        columns.AddMedian(summary, rows, "compile", Phases.Compile);
        return columns.Table($"What {rows[0].Workload} weighs",
            "Medians. The artifact is what is handed to the engine: program, module, or its precompiled form; an image holds it too. A control group is charged for page cache and the kernel's own memory as well, and holds the container runtime until it becomes the program.", []);
    }
}
