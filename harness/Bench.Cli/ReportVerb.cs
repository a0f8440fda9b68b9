using System.CommandLine;
using Bench.Core;
using Bench.Reports;

namespace Bench.Cli;

internal sealed class ReportVerb : IVerb
{
    private readonly Argument<string[]> _runs = new("RUN") { Description = "Run folders; each machine becomes a block of its own", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _format = new("--format") { Description = "md, csv, or both divided by a comma", DefaultValueFactory = static _ => "md,csv" };
    private readonly Option<string> _style = new("--style") { Description = "default (phases apart) or paper (runtimes by workloads)", DefaultValueFactory = static _ => "default" };
    private readonly Option<string?> _out = new("--out") { Description = "Folder to write to; the first run's folder if not given" };

    public int Order => 5;
    public string Example => "./bench report results/20260131-120000-host-quick --format md --style paper";

    public Command Create(CliContext context)
    {
        Command command = new("report", "Renders tables from run folders.") { _runs, _format, _style, _out };
        command.SetAction(async (parsed, ct) =>
        {
            string[] folders = parsed.GetValue(_runs)!;
            RunRecord[] runs = [.. folders.Select(RunFolder.Read)];
            string folder = parsed.GetValue(_out) ?? (Directory.Exists(folders[0]) ? folders[0] : Path.GetDirectoryName(folders[0])!);
            foreach (string file in await ReportWriter.WriteAsync(runs, folder, ReportFormats.Parse(parsed.GetValue(_format)!), ReportStyles.Parse(parsed.GetValue(_style)!), ct))
                context.Console.WriteLine(Path.GetRelativePath(Environment.CurrentDirectory, file));
            return ExitCodes.Fine;
        });
        return command;
    }
}
