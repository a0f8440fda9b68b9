using System.CommandLine;
using Bench.Core;
using Bench.Gate;
using Bench.Reports;
using Spectre.Console;

namespace Bench.Cli;

/// <summary>Measures a build against itself: what this machine's noise lets a gate see.</summary>
internal sealed class GateCalibrateVerb : IGateVerb
{
    private readonly Option<int> _gates = new("--gates") { Description = "Gates of the build against itself", DefaultValueFactory = static _ => 3 };
    private readonly Option<string[]> _from = new("--from") { Description = "Runs that are there already, all of one build, instead of measuring", AllowMultipleArgumentsPerToken = true, HelpName = "RUN…" };
    private readonly Option<int> _simulated = new("--simulated") { Description = "Gates that are drawn from the noise for each number", DefaultValueFactory = static _ => 400 };
    private readonly Option<string?> _checkout = new("--checkout") { Description = "Whose workloads; this one's if not given", HelpName = "DIR" };
    private readonly Option<string?> _rules = new("--rules") { Description = "Limits, as for ./bench gate", HelpName = "FILE" };
    private readonly Option<string?> _out = new("--out") { Description = "Folder to write to: calibration.json is what ./bench gate --calibration reads" };
    private readonly PairOptions _pair = new();

    public string Name => "calibrate";
    public int Order => 2;
    public string Example => "./bench gate calibrate --out calibration   (some minutes; prints how many processes a gate needs here)";

    public Command Create(CliContext context)
    {
        Command command = new(Name, "Measures a build against itself: the smallest slowdown a gate sees here, and how many processes it takes.") { _gates, _from, _simulated, _checkout, _rules, _out };
        _pair.AddTo(command);
        command.SetAction((parsed, ct) => RunAsync(context, parsed, ct));
        return command;
    }

    private async Task<int> RunAsync(CliContext context, ParseResult parsed, CancellationToken ct)
    {
        if (parsed.GetValue(_gates) is < 1 or > 1000)
            throw new UsageException("--gates must be 1 to 1000");
        if (parsed.GetValue(_simulated) is < 20 or > 100_000)
            throw new UsageException("--simulated must be 20 to 100000");
        GateRules rules = parsed.GetValue(_rules) is string file ? GateRulesReader.Load(file) : GateRules.Default;
        string folder = parsed.GetValue(_out) ?? PairSession.FolderOf(context, Name);
        ulong seed = _pair.Seed(parsed);
        IReadOnlyList<GateRun> runs = parsed.GetValue(_from) is { Length: > 0 } from
            ? GateRuns.Read(from) is { Count: > 0 } found ? found : throw new UsageException($"{from[0]} holds no run")
            : await MeasureAsync(context, parsed, rules, folder, seed, ct);
        if (runs.Select(static one => CalibrationFile.MachineOf(one.Run.Header.Machine)).Distinct().Count() > 1)
            throw new UsageException("these runs were measured on different machines, whose noise differs");

        NoisePool pool = NoisePool.Of(runs);
        Calibration calibration = Calibration.Of(pool, rules, seed, parsed.GetValue(_simulated));
        ConsoleTable.Write(context.Console, CalibrationTables.Cases(calibration));
        ConsoleTable.Write(context.Console, CalibrationTables.Rates(calibration));
        context.Console.WriteLine(calibration is { Recommended: int processes, Takes: TimeSpan takes }
            ? $"Recommended: --processes {processes}, some {Durations.Show(takes)} of measuring: a tenth more is red in at least 95 of 100 gates."
            : "No number of processes up to 100 makes a tenth more red in 95 of 100 gates: see the spreads above; end what else runs, or take longer sizes.");
        Save(folder, runs, pool, calibration);
        context.Console.WriteLine(ShownPath.Of(Path.Combine(folder, "calibration.json")));
        return ExitCodes.Fine;
    }

    private async Task<IReadOnlyList<GateRun>> MeasureAsync(CliContext context, ParseResult parsed, GateRules rules, string folder, ulong seed, CancellationToken ct)
    {
        RunOptions options = await _pair.ReadAsync(context, parsed, ct);
        string checkout = parsed.GetValue(_checkout) ?? context.Layout.Root;
        PairPlan plan = await PairPlan.OfCheckoutsAsync(context, checkout, checkout, options, ct);
        int gates = parsed.GetValue(_gates), reds = 0;
        List<GateRun> runs = [];
        for (int gate = 1; gate <= gates; gate++)
        {
            Console.Error.WriteLine($"gate {gate} of {gates}");
            string own = Path.Combine(folder, $"gate-{gate:000}");
            GateReport report = await new PairSession(context, plan, rules, GateOptions.Default).RunAsync(own, seed + (ulong)(2 * gate), ct);
            reds += report.Colour == GateColour.Red ? 1 : 0;
            runs.AddRange(new[] { "baseline", "candidate", "confirm/baseline", "confirm/candidate" }.Select(side => Path.Combine(own, side)).Where(Directory.Exists).Select(GateRun.Read));
        }
        context.Console.WriteLine($"{gates} real {(gates == 1 ? "gate" : "gates")} of the build against itself, {options.Processes} processes a side: {reds} red.");
        context.Console.WriteLine();
        return runs;
    }

    private static void Save(string folder, IReadOnlyList<GateRun> runs, NoisePool pool, Calibration calibration)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot write {folder}: {e.Message}", e);
        }
        new CalibrationFile
        {
            Schema = CalibrationFile.CurrentSchema,
            Machine = CalibrationFile.MachineOf(runs[0].Run.Header.Machine),
            MeasuredAt = runs[^1].Run.Header.StartedAt,
            Recommended = calibration.Recommended,
            BetweenRuns = pool.BetweenRuns,
            Cases = [.. pool.Noise.Spreads.Select(static pair => new CalibrationFile.CaseNoise(pair.Key.Case.ToString(), pair.Key.Phase, pair.Key.Metric.Name(), pair.Value))],
        }.Save(Path.Combine(folder, "calibration.json"));
    }
}
