using System.Globalization;
using Bench.Core;
using Bench.Gate;

namespace Bench.Cli;

/// <summary>Gates that measure: both sides in turn, and afresh what looks slower.</summary>
internal sealed class PairSession(CliContext context, PairPlan plan, GateRules rules, GateOptions judging)
{
    private readonly ConsoleProgress _progress = ConsoleProgress.OnStandardError();

    /// <summary>The usual place of its runs.</summary>
    internal static string FolderOf(CliContext context, string verb) => RunSession.FolderOf(context, TimeProvider.System.GetUtcNow(), $"gate-{verb}");

    /// <summary>One gate from the first process to the verdict.</summary>
    /// <param name="folder">Gets a run of each side, and below <c>confirm</c> those of the fresh measurement.</param>
    /// <exception cref="OperationCanceledException">Cancelled; what was measured is kept.</exception>
    internal async Task<GateReport> RunAsync(string folder, ulong seed, CancellationToken ct)
    {
        try
        {
            await context.Backends.RemoveLeftoversAsync(context.Layout, ct);
            (GateRun baseline, GateRun candidate) = await MeasureAsync(folder, plan.Cases, seed, ct);
            GateReport report = GateJudge.Judge([baseline], [candidate], rules, judging with { Suspicion = rules.Overlooked }) with { Seed = seed };
            if (Confirmation.Suspects(report) is not { Count: > 0 } suspects)
                return report;
            _progress.Clear();
            Console.Error.WriteLine($"measuring afresh what looks slower or failed: {string.Join(", ", suspects.Take(3))}{(suspects.Count > 3 ? string.Create(CultureInfo.InvariantCulture, $" and {suspects.Count - 3} more") : "")}");
            (baseline, candidate) = await MeasureAsync(Path.Combine(folder, "confirm"), [.. plan.Cases.Where(one => suspects.Contains(one.Id))], seed + 1, ct);
            return Confirmation.Merge(report, GateJudge.Judge([baseline], [candidate], rules, judging with { Only = suspects }));
        }
        finally
        {
            _progress.Clear();
        }
    }

    private async Task<(GateRun Baseline, GateRun Candidate)> MeasureAsync(string folder, IReadOnlyList<CasePair> cases, ulong seed, CancellationToken ct)
    {
        string baseline = Path.Combine(folder, "baseline"), candidate = Path.Combine(folder, "candidate");
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        // Told from any other pair by when and in what order it ran.
        RunOptions options = plan.Options with { Pair = string.Create(CultureInfo.InvariantCulture, $"{now:yyyyMMdd-HHmmss}-{seed}") };
        ArtifactStore store = new(context.Layout, RunSession.BuildTimeout);
        using (RunWriter before = RunWriter.Create(baseline, await RunSession.HeaderAsync(plan.Baseline, options, [.. cases.Select(static one => one.Baseline)], seed, now, ct)))
        using (RunWriter after = RunWriter.Create(candidate, await RunSession.HeaderAsync(plan.Candidate, options, [.. cases.Select(static one => one.Candidate)], seed, now, ct)))
        {
            string? launcher = await Launcher.MakeAsync(context.Tools, store, ct);
            PairRunner runner = new(new PairSide(plan.Baseline, store, before), new PairSide(plan.Candidate, store, after), options, launcher, _progress, TimeProvider.System);
            await runner.RunAsync(cases, seed, ct);
        }
        return (GateRun.Read(baseline), GateRun.Read(candidate));
    }
}
