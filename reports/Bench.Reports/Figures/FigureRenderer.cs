using System.Text.Json.Nodes;
using Bench.Core;

namespace Bench.Reports;

/// <summary>Draws sheets through Node.js: Vega-Lite makes SVG, resvg makes PNG of it.</summary>
public static class FigureRenderer
{
    /// <summary>Pixels of a PNG for one of the specification: near 300 dpi where a figure of 1000 takes the width of a page.</summary>
    private const int PngScale = 2;
    private const string FontFolder = "/usr/share/fonts/truetype/dejavu";
    private static readonly string[] s_fonts = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"];
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(2);

    /// <param name="extension"><c>svg</c> or <c>png</c>.</param>
    /// <param name="tools">Null where no program may be used.</param>
    /// <exception cref="UsageException">Node.js or a package is missing, or a figure could not be drawn.</exception>
    public static async Task<IReadOnlyList<ReportFile>> RenderAsync(IReadOnlyList<FigureSheet> sheets, string extension, Toolbox? tools, CancellationToken ct)
    {
        if (tools is null)
            throw new UsageException($"{extension} figures are drawn by Node.js, which may not be used here");
        string[] needed = extension == "png" ? ["node", "vega", "vega-lite", "resvg", "fonts"] : ["node", "vega", "vega-lite"];
        foreach (string id in needed)
            if (await tools.ProbeAsync(id, ct) is Availability.Missing missing)
                throw new UsageException($"{extension} figures need {tools.Catalog[id].Title}: {missing.Reason}; {missing.Remedy}");

        DirectoryInfo scratch = Directory.CreateTempSubdirectory("bench-figures-");
        try
        {
            string InScratch(string name) => Path.Combine(scratch.FullName, name);
            await File.WriteAllTextAsync(InScratch("render.mjs"), EmbeddedText.Read("render.mjs"), ct);
            await File.WriteAllTextAsync(InScratch("jobs.json"), JobsOf(sheets, extension, InScratch).ToJsonString(), ct);
            CapturedOutput output = await ChildProcess.CaptureAsync(
                Command.Of(tools["node"], InScratch("render.mjs"), Path.Combine(tools.Layout.LocalTools, "node_modules"), InScratch("jobs.json")), s_timeout, ct);
            if (!output.Succeeded)
                throw new UsageException($"the figures could not be drawn: {OutcomeText.OneLine(ErrorOf(output))}");
            List<ReportFile> files = [];
            for (int i = 0; i < sheets.Count; i++)
                files.Add(new ReportFile($"figures/{sheets[i].Name}.{extension}", await File.ReadAllBytesAsync(InScratch($"{i}.{extension}"), ct)));
            return files;
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static JsonObject JobsOf(IReadOnlyList<FigureSheet> sheets, string extension, Func<string, string> inScratch) => new()
    {
        ["fonts"] = new JsonArray([.. s_fonts.Select(static name => Path.Combine(FontFolder, name)).Where(File.Exists)]),
        ["scale"] = PngScale,
        ["jobs"] = new JsonArray([.. sheets.Select((sheet, i) => new JsonObject { ["spec"] = sheet.Specification.DeepClone(), [extension] = inScratch($"{i}.{extension}") })]),
    };

    /// <summary>Node prints the source line first and then the error itself.</summary>
    private static string ErrorOf(CapturedOutput output) =>
        output.Stderr.Split('\n').FirstOrDefault(static line => line.Contains("Error", StringComparison.Ordinal)) ?? output.Describe();
}
