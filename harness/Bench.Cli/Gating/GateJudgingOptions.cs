using System.CommandLine;
using Bench.Core;
using Bench.Gate;
using Spectre.Console;

namespace Bench.Cli;

/// <summary>What every verb of the gate that judges has in common: by which rules, and where the verdict goes.</summary>
internal sealed class GateJudgingOptions
{
    private readonly Option<string?> _rules = new("--rules") { Description = "Limits, in YAML: reports/gate.example.yaml shows how; sensible ones if not given", HelpName = "FILE" };
    private readonly Option<string?> _calibration = new("--calibration") { Description = "Noise of this machine, as ./bench gate calibrate has measured it", HelpName = "FILE" };
    private readonly Option<string> _accepted = new("--accepted") { Description = "Changes that ./bench gate accept has written down", HelpName = "FILE", DefaultValueFactory = static _ => AcceptedChanges.UsualFile };
    private readonly Option<string> _format = new("--format") { Description = $"{string.Join(", ", GateFormats.Names)}, or several divided by commas", DefaultValueFactory = static _ => "md,json" };
    private readonly Option<string?> _out = new("--out") { Description = "Folder to write to" };
    private readonly Option<bool> _strict = new("--strict") { Description = "Exit with 1 also where the gate cannot tell" };

    internal void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _rules, _calibration, _accepted, _format, _out, _strict })
            command.Options.Add(option);
    }

    /// <exception cref="UsageException">The file is unreadable.</exception>
    internal GateRules Rules(ParseResult parsed) => parsed.GetValue(_rules) is string file ? GateRulesReader.Load(file) : GateRules.Default;

    /// <summary>What may be wrong with the words of a command line, before a gate measures for a quarter of an hour.</summary>
    /// <param name="machine">On which the sides are measured.</param>
    /// <exception cref="UsageException">A file is unreadable or of another machine, or there is no such format.</exception>
    internal GateOptions Options(ParseResult parsed, MachineInfo machine)
    {
        Formats(parsed);
        AcceptedChanges accepted = AcceptedChanges.Load(parsed.GetValue(_accepted)!);
        return new GateOptions
        {
            Noise = parsed.GetValue(_calibration) is string file ? CalibrationFile.Load(file).NoiseOn(machine) : null,
            Accepted = (check, baseline) => accepted.Find(check.Case, check.Subject, check.Phase, baseline) is { } found ? new AcceptedChange(found.Ratio, found.Reason) : null,
        };
    }

    internal string? Folder(ParseResult parsed) => parsed.GetValue(_out);

    /// <summary>Prints the verdict and writes its files.</summary>
    /// <param name="folder">Where to, unless another one was given.</param>
    /// <returns>The exit code.</returns>
    internal async Task<int> ShowAsync(CliContext context, GateReport report, ParseResult parsed, string folder, CancellationToken ct)
    {
        IReadOnlyList<IGateFormat> formats = Formats(parsed);
        folder = Folder(parsed) ?? folder;
        IReadOnlyList<string> files = await GateFormats.WriteAsync(report, formats, folder, Console.Out, ct);
        GateConsole.Write(context.Console, report, WholeOf(files) is string whole ? ShownPath.Of(whole) : null);
        foreach (string file in files)
            context.Console.WriteLine(ShownPath.Of(file));
        if (report.Checks.Count == 0)
        {
            Console.Error.WriteLine("bench: the sides have no measured case in common: measure the same suite on both");
            return ExitCodes.NothingMeasured;
        }
        return report.Colour == GateColour.Red || (report.Colour == GateColour.Amber && parsed.GetValue(_strict)) ? ExitCodes.Failed : ExitCodes.Fine;
    }

    /// <summary>Markdown may have been cut for a comment.</summary>
    private static string? WholeOf(IReadOnlyList<string> files) => files.Count == 0 ? null : files.FirstOrDefault(static one => one.EndsWith(".json", StringComparison.Ordinal), files[0]);

    private IReadOnlyList<IGateFormat> Formats(ParseResult parsed) => GateFormats.Choose(parsed.GetValue(_format)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
