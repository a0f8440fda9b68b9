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
    private readonly Option<string?> _accepted = new("--accepted") { Description = "Changes that ./bench gate accept has written down", HelpName = "FILE" };
    private readonly Option<string> _format = new("--format") { Description = "md, junit, json, annotations, or several divided by commas", DefaultValueFactory = static _ => "md,json" };
    private readonly Option<string?> _out = new("--out") { Description = "Folder to write to" };
    private readonly Option<bool> _strict = new("--strict") { Description = "Exit with 1 also where the gate cannot tell" };

    internal void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _rules, _calibration, _accepted, _format, _out, _strict })
            command.Options.Add(option);
    }

    /// <exception cref="UsageException">The file is unreadable.</exception>
    internal GateRules Rules(ParseResult parsed) => parsed.GetValue(_rules) is string file ? GateRulesReader.Load(file) : GateRules.Default;

    /// <param name="machine">On which the sides were measured.</param>
    /// <exception cref="UsageException">A file is unreadable, or of another machine.</exception>
    internal GateOptions Options(ParseResult parsed, MachineInfo machine) => new()
    {
        Noise = parsed.GetValue(_calibration) is string file ? CalibrationFile.Load(file).NoiseOn(machine) : null,
    };

    internal string? Folder(ParseResult parsed) => parsed.GetValue(_out);

    /// <summary>Prints the verdict and writes its files.</summary>
    /// <param name="folder">Where to, unless another one was given.</param>
    /// <returns>The exit code.</returns>
    internal async Task<int> ShowAsync(CliContext context, GateReport report, ParseResult parsed, string folder, CancellationToken ct)
    {
        await Task.CompletedTask;
        foreach (GateCheck c in report.Checks)
            context.Console.WriteLine($"{c.Colour} {c.Case} {c.Subject.Name} {c.Phase} {c.Answer} {c.Text} sees {c.Sees:0.000} low {c.Low:0.000} high {c.High:0.000}");
        foreach (string note in report.Notes)
            context.Console.WriteLine(note);
        return report.Checks.Count == 0 ? ExitCodes.NothingMeasured : report.Colour == GateColour.Red || (report.Colour == GateColour.Amber && parsed.GetValue(_strict)) ? ExitCodes.Failed : ExitCodes.Fine;
    }
}
