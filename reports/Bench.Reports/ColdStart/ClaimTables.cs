using Bench.Core;

namespace Bench.Reports;

/// <summary>What was claimed of WebAssembly against containers, beside what this run says.</summary>
/// <remarks>
/// The claims: Long, Tai, Hsieh and Yuan, "A lightweight design for serverless function as a service" (IEEE Software, 2021): at least
/// ten times faster at cold start, a tenth of the size; later texts of the same authors say a hundred times and a hundredth.
/// </remarks>
internal static class ClaimTables
{
    private const string Workload = "nop";

    /// <summary>Of whole programs.</summary>
    private static readonly ClaimedMeasure[] s_measures =
    [
        new("start-up", "A function in WebAssembly starts faster than in a container", [10, 100], "From the spawn or the create request until the exit, page cache warm",
            static (summary, row) => summary.Median(row, Phases.Total, Metric.Wall)),
        new("size", "A function in WebAssembly is smaller than a container's image", [10, 100], "The image, by the artifact that is handed to the engine; the engine itself is in neither",
            static (summary, row) => new CaseSamples(summary) is { } samples && (samples.Artifact(row, Metric.ImageBytes) ?? samples.Artifact(row, Metric.ArtifactBytes)) is Sample sample ? new Estimate(sample.Median, null) : null) { IsExact = true },
        new("memory", "A function in WebAssembly needs less memory than in a container; no factor was published", [], "Peak memory, and no fair measure across forms: of a process resident memory, with pages that it shares; of a container what the kernel charged its control group, which leaves out files that others read first and what the runtime loads before it joins. Density, below or in a run of its own, is the fair one",
            static (summary, row) => summary.Median(row, Phases.Total, Metric.PeakCgroup) ?? summary.Median(row, Phases.Total, Metric.PeakRss)),
    ];

    /// <summary>Of instances that many are kept of.</summary>
    private static readonly ClaimedMeasure[] s_ofInstances =
    [
        new("start of an instance", "An instance in WebAssembly starts faster than a container", [10, 100], "Until one more instance is ready, with what all share made before",
            static (summary, row) => summary.Median(row, DensityPhases.Instantiate, Metric.Wall)),
        new("memory of an idle instance", "An instance in WebAssembly needs less memory than a container; no factor was published", [], "What one more instance takes before its first message, of a container its control group without the engine's shim",
            static (summary, row) => summary.Median(row, DensityPhases.Idle, Metric.IdleMemory)),
    ];

    internal static IEnumerable<ReportTable> Of(Summary summary)
    {
        CaseId[] programs = [.. StartTable.CasesOf(summary).Where(static one => one.Workload == Workload)];
        CaseId[] instances = [.. summary.Cases.Where(one => summary.IsDensity(one) && !summary.WasSkipped(one))];
        return Of(summary, s_measures, programs, one => summary[one, Phases.Create, Metric.Wall] is not null)
            .Concat(Of(summary, s_ofInstances, instances, one => summary.Run.Header.Backend(one.Backend).Class == BackendClass.Container));
    }

    private static IEnumerable<ReportTable> Of(Summary summary, ClaimedMeasure[] measures, CaseId[] cases, Predicate<CaseId> isContainer)
    {
        CaseId[] containers = [.. cases.Where(one => isContainer(one))];
        CaseId[] others = [.. summary.Run.Header.ByClass(cases.Where(one => !isContainer(one)).Select(static one => one.Backend)).Select(id => cases.First(one => one.Backend == id))];
        return containers.Length == 0 || others.Length == 0 ? [] : measures.Select(measure => Of(summary, measure, containers, others)).OfType<ReportTable>();
    }

    private static ReportTable? Of(Summary summary, ClaimedMeasure measure, CaseId[] containers, CaseId[] rows)
    {
        Estimate?[] over = [.. containers.Select(one => measure.Read(summary, one))];
        (CaseId Row, Estimate?[] Ratios)[] ratios = [.. rows.Select(row => (row, measure.Read(summary, row) is Estimate { Value: > 0 } under
            ? over.Select(one => one is Estimate container ? RatioEstimate.Of(container, under) : (Estimate?)null).ToArray()
            : new Estimate?[containers.Length]))];
        if (ratios.All(static one => one.Ratios.All(static ratio => ratio is null)))
            return null;
        return new ReportTable
        {
            Title = $"Claimed and measured: {measure.Name}",
            Caption = $"{measure.Claim}{(measure.Factors.Count > 0 ? $": {string.Join(", later ", measure.Factors.Select(static factor => $"{factor} times"))}" : "")}. "
                + $"Each cell is a container's value divided by the row's, for {rows[0].Workload}{(measure.IsExact ? "" : " [95 % interval]")}; above 1 the container costs more. {measure.What}.",
            Columns = [new("÷", ColumnAlignment.Left), .. containers.Select(static one => new ReportColumn(one.Backend))],
            Rows = [.. ratios.Select(one => (ReportCell[])[one.Row.Backend, .. one.Ratios.Select(ratio => ratio is Estimate known ? new ReportCell(Rounding.WithInterval(known.Value, known.Interval)) : ReportCell.None)])],
            Notes = [.. measure.Factors.Select(factor => Verdict(factor, measure, containers, ratios))],
        };
    }

    private static string Verdict(int factor, ClaimedMeasure measure, CaseId[] containers, (CaseId Row, Estimate?[] Ratios)[] ratios)
    {
        IEnumerable<string> perContainer = containers.Select((container, column) =>
        {
            (string Backend, Estimate Ratio)[] known = [.. ratios.Where(one => one.Ratios[column] is not null).Select(one => (one.Row.Backend, one.Ratios[column]!.Value))];
            string[] holds = [.. known.Where(one => Low(one.Ratio, measure) >= factor).Select(static one => one.Backend)];
            string[] unclear = [.. known.Where(one => Low(one.Ratio, measure) < factor && High(one.Ratio, measure) >= factor).Select(static one => one.Backend)];
            return $"{container.Backend}: " + (unclear.Length == known.Length ? "unclear" : holds.Length == known.Length ? "all" : holds.Length == 0 ? "none" : string.Join(", ", holds))
                + (unclear.Length > 0 && unclear.Length < known.Length ? $" (unclear: {string.Join(", ", unclear)})" : "");
        });
        return $"At least {factor} times, by the whole interval: {string.Join("; ", perContainer)}.";
    }

    // Without an interval a measured ratio proves nothing either way.
    private static double Low(Estimate ratio, ClaimedMeasure measure) => measure.IsExact ? ratio.Value : ratio.Interval?.Low ?? double.NegativeInfinity;

    private static double High(Estimate ratio, ClaimedMeasure measure) => measure.IsExact ? ratio.Value : ratio.Interval?.High ?? double.PositiveInfinity;

    /// <param name="Factors">That were published.</param>
    /// <param name="Read">Of a case; null where it was not measured.</param>
    private sealed record ClaimedMeasure(string Name, string Claim, IReadOnlyList<int> Factors, string What, Func<Summary, CaseId, Estimate?> Read)
    {
        /// <summary>Sizes have no spread.</summary>
        public bool IsExact { get; init; }
    }
}
