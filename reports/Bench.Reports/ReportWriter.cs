using Bench.Core;

namespace Bench.Reports;

/// <summary>Renders runs into files of a folder: <c>report.*</c> in the default style, <c>paper.*</c> in the published one.</summary>
public static class ReportWriter
{
    /// <returns>The paths of the files, in the order of the formats.</returns>
    /// <exception cref="UsageException">The runs cannot stand in one table, or the folder cannot be written. Nothing is written when a table is refused.</exception>
    public static async Task<IReadOnlyList<string>> WriteAsync(IReadOnlyList<RunRecord> runs, string folder, ReportOptions options, CancellationToken ct)
    {
        Summary[] summaries = [.. runs.Select(static run => new Summary(run))];
        List<ReportFile> files = [];
        foreach (string format in options.Formats.Distinct())
            files.AddRange(await RenderAsync(summaries, options, format, ct));
        return await ReportFiles.WriteAsync(files, folder, ct);
    }

    /// <exception cref="UsageException">There is no such format, or the runs cannot stand in one table.</exception>
    public static Task<IReadOnlyList<ReportFile>> RenderAsync(IReadOnlyList<Summary> runs, ReportOptions options, string format, CancellationToken ct) =>
        runs.Count == 0 ? throw new UsageException("there is no run to report on")
        : (ReportFormats.Find(format) ?? throw Names.Unknown("format", format, ReportFormats.Names)).RenderAsync(runs, options with { Baseline = BaselineOf(runs, options) }, ct);

    /// <summary>A run of libraries or streams has no native program: then the baseline that it was measured for takes the place.</summary>
    private static string BaselineOf(IReadOnlyList<Summary> runs, ReportOptions options) =>
        runs.Any(run => run.Cases.Any(one => one.Backend == options.Baseline)) ? options.Baseline
        : runs.SelectMany(static run => run.Cases.Where(one => !run.IsProgram(one)).Select(_ => run.Run.Header.Options.Baseline)).FirstOrDefault(static one => one is not null) ?? options.Baseline;
}
