using System.CommandLine;
using Bench.Core;
using Bench.Gate;
using Bench.Reports;
using Spectre.Console;

namespace Bench.Cli;

/// <summary>What changed in a folder of runs, and when.</summary>
internal sealed class GateHistoryVerb : IGateVerb
{
    private static readonly Metric[] s_metrics = [Metric.Wall, Metric.Instructions, Metric.SimulatedInstructions, Metric.PeakRss, Metric.ArtifactBytes, Metric.AllocatedBytes];

    private readonly Argument<string[]> _folders = new("FOLDER") { Description = "Folders of run folders, one a branch, or run folders", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _metric = new("--metric") { Description = string.Join(", ", s_metrics.Select(static one => one.Name())), DefaultValueFactory = static _ => Metric.Wall.Name() };
    private readonly Option<string> _case = new("--case") { Description = "Only these cases (workload/size/backend, * and ?); among fewer, smaller changes are seen", HelpName = "GLOB", DefaultValueFactory = static _ => "*" };
    private readonly Option<double?> _atLeast = new("--at-least") { Description = "Leave out smaller changes; 2% if not given", HelpName = "SHARE", CustomParser = Amounts.ParsePrecision };
    private readonly Option<string?> _format = new("--format") { Description = $"Also write files: {string.Join(", ", HistoryFormats.Names)}, or several divided by commas" };
    private readonly Option<string?> _out = new("--out") { Description = "Folder to write to; the first FOLDER if not given" };
    private readonly Option<bool> _strict = new("--strict") { Description = "Exit with 1 where the newest change of a series is a rise, or it rises all the time" };

    public string Name => "history";
    public int Order => 4;
    public string Example => "./bench gate history results/main --format md,png --out results/main-history";

    public Command Create(CliContext context)
    {
        Command command = new(Name, "Finds changes and slow drifts in the runs of a branch: since which commit, by how much.") { _folders, _metric, _case, _atLeast, _format, _out, _strict };
        command.SetAction((parsed, ct) => RunAsync(context, parsed, ct));
        return command;
    }

    private async Task<int> RunAsync(CliContext context, ParseResult parsed, CancellationToken ct)
    {
        string metric = parsed.GetValue(_metric)!;
        HistoryOptions options = HistoryOptions.Default with
        {
            Metric = s_metrics.Any(one => one.Name() == metric) ? MetricNames.Parse(metric)!.Value : throw Names.Unknown("metric", metric, s_metrics.Select(static one => one.Name())),
            Cases = parsed.GetValue(_case)!,
            AtLeast = parsed.GetValue(_atLeast) ?? HistoryOptions.Default.AtLeast,
        };
        string[] folders = parsed.GetValue(_folders)!;
        History history = History.Of(HistoryFolder.Read(folders, options.Metric), options);
        foreach (ReportTable table in HistoryTables.Of(history))
            ConsoleTable.Write(context.Console, table);
        foreach (string note in history.Notes)
            context.Console.Write(new Text(note + "\n"));
        context.Console.Write(new Text(HistoryTables.Counts(history) + "\n"));
        if (parsed.GetValue(_format) is string formats)
            foreach (string file in await ReportFiles.WriteAsync(await HistoryFormats.RenderAsync(history, formats.Split(','), context.Tools, ct), parsed.GetValue(_out) ?? folders[0], ct))
                context.Console.WriteLine(ShownPath.Of(file));
        if (!history.CanTell)
        {
            context.Console.Write(new Text(HistoryTables.TooFew(history) + "\n"));
            return ExitCodes.NothingMeasured;
        }
        return parsed.GetValue(_strict) && history.HasRisen ? ExitCodes.Failed : ExitCodes.Fine;
    }
}
