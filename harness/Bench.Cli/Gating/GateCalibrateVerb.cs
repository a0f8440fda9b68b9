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
    private readonly Option<string[]> _from = new("--from") { Description = "Folders of gates of a build against itself that are there already, instead of measuring", AllowMultipleArgumentsPerToken = true, HelpName = "DIR…" };
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
        IReadOnlyList<MeasuredGate> gates = parsed.GetValue(_from) is { Length: > 0 } from ? Read(context, from, rules, id => _pair.Includes(parsed, id)) : await MeasureAsync(context, parsed, rules, folder, seed, ct);
        if (gates.SelectMany(static one => (GateRun[])[one.Baseline, one.Candidate]).Select(static one => CalibrationFile.MachineOf(one.Run.Header.Machine)).Distinct().Count() > 1)
            throw new UsageException("these gates were measured on different machines, whose noise differs");

        NoisePool pool = NoisePool.Of([.. gates.Select(static one => one.Baseline)], [.. gates.Select(static one => one.Candidate)]);
        pool = pool with { Cases = [.. pool.Cases.Where(one => _pair.Includes(parsed, one.Case))] };
        Calibration calibration = Calibration.Of(pool, rules, seed, parsed.GetValue(_simulated));
        ConsoleTable.Write(context.Console, CalibrationTables.Cases(calibration));
        ConsoleTable.Write(context.Console, CalibrationTables.Rates(calibration));
        context.Console.WriteLine(calibration is { Recommended: int processes, Takes: TimeSpan takes }
            ? $"Recommended: --processes {processes}, some {Durations.Show(takes)} of measuring: a tenth more is red in at least 95 of 100 gates."
            : "No number of processes up to 100 makes a tenth more red in 95 of 100 gates: see the spreads above; end what else runs, or take longer sizes.");
        if (calibration.Noisiest is (CalibratedCase noisiest, int fewer))
            context.Console.WriteLine($"Without {noisiest.Case.Case}, the noisiest, {fewer} would do.");
        Save(folder, gates[^1].Candidate.Run.Header, pool, calibration);
        context.Console.WriteLine(ShownPath.Of(Path.Combine(folder, "calibration.json")));
        return ExitCodes.Fine;
    }

    private async Task<IReadOnlyList<MeasuredGate>> MeasureAsync(CliContext context, ParseResult parsed, GateRules rules, string folder, ulong seed, CancellationToken ct)
    {
        RunOptions options = await _pair.ReadAsync(context, parsed, ct);
        string checkout = parsed.GetValue(_checkout) ?? context.Layout.Root;
        PairPlan plan = await PairPlan.OfCheckoutsAsync(context, checkout, checkout, options, ct);
        int count = parsed.GetValue(_gates), reds = 0, afresh = 0;
        List<MeasuredGate> gates = [];
        for (int gate = 1; gate <= count; gate++)
        {
            Console.Error.WriteLine($"gate {gate} of {count}");
            string own = Path.Combine(folder, $"gate-{gate:000}");
            GateReport report = await new PairSession(context, plan, rules, GateOptions.Default).RunAsync(own, seed + (ulong)(2 * gate), ct);
            reds += report.Colour == GateColour.Red ? 1 : 0;
            afresh += report.Checks.Any(static one => one.Confirmed is not null) ? 1 : 0;
            gates.Add(MeasuredGate.In(own));
        }
        context.Console.WriteLine($"{count} real {(count == 1 ? "gate" : "gates")} of the build against itself, {options.Processes} processes a side: {reds} red; {afresh} had to measure something afresh.");
        context.Console.WriteLine();
        return gates;
    }

    private static MeasuredGate[] Read(CliContext context, string[] folders, GateRules rules, Func<CaseId, bool> isAsked)
    {
        MeasuredGate[] gates = [.. folders.SelectMany(static folder => MeasuredGate.IsIn(folder) ? [folder]
            : Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Where(MeasuredGate.IsIn).Order(StringComparer.Ordinal) : Enumerable.Empty<string>()).Select(MeasuredGate.In)];
        if (gates.Length == 0)
            throw new UsageException($"{folders[0]} holds no gate: a folder with a run of each side, baseline and candidate");
        int suspected = gates.Count(gate => Confirmation.Suspects(GateJudge.Judge([gate.Baseline], [gate.Candidate], rules, GateOptions.Default with { Suspicion = rules.Overlooked })).Any(isAsked));
        context.Console.WriteLine($"{gates.Length} real {(gates.Length == 1 ? "gate" : "gates")} of the build against itself: {suspected} would have to measure something afresh, the others are not red.");
        context.Console.WriteLine();
        return gates;
    }

    private sealed record MeasuredGate(GateRun Baseline, GateRun Candidate)
    {
        internal static bool IsIn(string folder) => File.Exists(RunFolder.RunFile(Path.Combine(folder, "baseline"))) && File.Exists(RunFolder.RunFile(Path.Combine(folder, "candidate")));

        internal static MeasuredGate In(string folder) => new(GateRun.Read(Path.Combine(folder, "baseline")), GateRun.Read(Path.Combine(folder, "candidate")));
    }

    private static void Save(string folder, RunHeader header, NoisePool pool, Calibration calibration)
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
            Machine = CalibrationFile.MachineOf(header.Machine),
            MeasuredAt = header.StartedAt,
            Recommended = calibration.Recommended,
            BetweenRuns = pool.BetweenRuns,
            Cases = [.. calibration.Cases.Select(static one => new CalibrationFile.CaseNoise(one.Case.Case.ToString(), one.Case.Phase, Metric.Wall.Name(), one.Case.Noise.Alone, one.Case.Noise.InPairs, one.Case.Noise.BetweenRuns, one.Sees))],
        }.Save(Path.Combine(folder, "calibration.json"));
    }
}
