using System.CommandLine;
using Bench.Core;
using Bench.Reports;
using Spectre.Console;

namespace Bench.Cli;

internal sealed class ReportVerb : IVerb
{
    private readonly Argument<string[]> _runs = new("RUN") { Description = "Run folders; each machine becomes a block of its own; a folder of a fleet stands for all its nodes", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _format = new("--format") { Description = $"{string.Join(", ", ReportFormats.Names)}, or several divided by commas; html is one file that needs nothing else, svg and png are figures", DefaultValueFactory = static _ => "md,csv" };
    private readonly Option<string> _style = new("--style") { Description = "default (phases apart), paper (runtimes by workloads, beside published tables) or cold-start (what deployment forms cost before they do anything)", DefaultValueFactory = static _ => "default" };
    private readonly Option<string?> _out = new("--out") { Description = "Folder to write to; the first run's folder if not given" };

    private readonly Option<string> _baseline = new("--baseline") { Description = "The backend that ratios divide by", DefaultValueFactory = static _ => ReportOptions.Default.Baseline };

    private readonly Option<bool> _extrapolate = new("--extrapolate") { Description = "Paper style: show what three smaller sizes let expect of a case that was not measured, marked with ≈" };
    private readonly Option<string[]> _successors = new("--successor") { Description = "Paper style: PUBLISHED=BACKEND, the backend to set beside a runtime of the published tables, such as lucet=wasmtime-precompiled" };

    private static readonly Dictionary<string, ReportStyle> s_styles = new() { ["default"] = ReportStyle.Default, ["paper"] = ReportStyle.Paper, ["cold-start"] = ReportStyle.ColdStart };

    public int Order => 7;
    public string Example => "./bench report results/20260131-120000-host-quick --format html,png";

    public Command Create(CliContext context)
    {
        Command command = new("report", "Renders tables, a page and figures from run folders.") { _runs, _format, _style, _baseline, _extrapolate, _successors, _out };
        command.SetAction(async (parsed, ct) =>
        {
            string[] folders = parsed.GetValue(_runs)!;
            ReportOptions options = new()
            {
                Formats = parsed.GetValue(_format)!.Split(','),
                Style = s_styles.TryGetValue(parsed.GetValue(_style)!, out ReportStyle style) ? style : throw Names.Unknown("style", parsed.GetValue(_style)!, s_styles.Keys),
                Baseline = parsed.GetValue(_baseline)!,
                Extrapolate = parsed.GetValue(_extrapolate),
                Successors = SuccessorsOf(parsed.GetValue(_successors) ?? []),
                Tools = context.Tools,
            };
            if (options is { Style: not ReportStyle.Paper, Extrapolate: true } or { Style: not ReportStyle.Paper, Successors.Count: > 0 })
                throw new UsageException("--extrapolate and --successor belong to --style paper");
            if (options.Formats.FirstOrDefault(static format => ReportFormats.Find(format) is null) is string unknown)
                throw Names.Unknown("format", unknown, ReportFormats.Names);
            GivenRuns given = GivenRuns.Read(folders);
            RunRecord[] runs = [.. given.Runs.SelectMany(static run => run.WithStreams())];
            string folder = parsed.GetValue(_out) ?? (Directory.Exists(folders[0]) ? folders[0] : Path.GetDirectoryName(Path.GetFullPath(folders[0]))!);
            IReadOnlyList<string> files = await ReportWriter.WriteAsync(runs, folder, options with { Failures = given.Failures }, ct);
            foreach (FailedMachine failed in given.Failures)
                context.Console.WriteLine(failed.Line);
            // What stands in folders of its own, the parts of a document and figures, is named by its folder.
            foreach (string path in files.Select(file => Path.GetDirectoryName(Path.GetRelativePath(folder, file)) is { Length: > 0 } inner ? Path.Combine(folder, inner) : file).Distinct())
                context.Console.WriteLine(ShownPath.Of(path));
            return ExitCodes.Fine;
        });
        return command;
    }

    private static Dictionary<string, string> SuccessorsOf(string[] given)
    {
        Dictionary<string, string> successors = [];
        foreach (string one in given)
            if (one.Split('=') is not [{ Length: > 0 } published, { Length: > 0 } backend] || !successors.TryAdd(published, backend))
                throw new UsageException($"'{one}' is no successor, or one too many: write --successor PUBLISHED=BACKEND, once for each published runtime");
        return successors;
    }
}
