using Bench.Core;
using Bench.Gate;

namespace Bench.Tests;

/// <summary>Reports of gates as they could be, made by hand.</summary>
internal static class GateReports
{
    internal static readonly GateSide Baseline = new(["results/main-1", "results/main-2"], "18cc40c0127f8a1b2c3d4e5f60718293a4b5c6d7", new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero), "example.small (Example E1, 2 cores)");
    internal static readonly GateSide Candidate = new(["results/change"], "9f0e1d2c3b4a59687786950413223140ffeeddcc+", new DateTimeOffset(2026, 1, 31, 14, 30, 0, TimeSpan.Zero), "example.small (Example E1, 2 cores)");

    /// <summary>Every answer, hard and soft, with and without numbers, in every unit.</summary>
    internal static GateReport Rich => new()
    {
        Baseline = Baseline,
        Candidate = Candidate,
        Rules = GateRules.Default,
        Seed = 20260131,
        Notes = ["node has another version: '20.1.0' in the baseline, '20.2.0' in the candidate", "nop/small is not compared: its arguments differ"],
        Checks =
        [
            Soft("binary-trees/small/native-clang", Metric.Wall, "total", GateAnswer.Fine, 344e6, 345e6, 1.003, 0.99, 1.02) with { Sees = 1.071 },
            Hard("binary-trees/small/native-clang", Metric.Instructions, "total", GateAnswer.Fine, 1_234_567_890, 1_234_567_891),
            Soft("mandelbrot/small/node", Metric.Wall, "execute", GateAnswer.CannotTell, 790e6, 845e6, 1.07, 1.02, 1.12) with { Text = "+7.0 %, cannot tell; it lies too near its limit for processes to settle", Sees = 1.14 },
            Soft("mandelbrot/small/wasm3", Metric.PeakRss, "total", GateAnswer.CannotTell, 8.0 * (1 << 20), 9.0 * (1 << 20), 1.12, 0, null) with { Limit = 1.1, Text = "+12.0 %, but 5 processes a side are too few for any red: at least 9", BaselineProcesses = 5, CandidateProcesses = 5, MoreProcesses = 4 },
            Soft("nbody/small/wasmedge-aot", Metric.Wall, "execute", GateAnswer.Regressed, 2.31e6, 2.6e6, 1.123, 1.098, 1.149) with { Text = "+12.3 %, surely above +5.0 %", Confirmed = true, Sees = 1.062 },
            Hard("nbody/small/wasmedge-aot", Metric.ArtifactBytes, "compile", GateAnswer.Regressed, 40960, 41984) with { Text = "+2.5 %, the limit is +1.0 %" },
            Hard("nbody/small/wasm2c", Metric.Instructions, "total", GateAnswer.Accepted, 151_000_000, 160_060_000) with { Limit = 1.0706, Text = "+6.0 %, as accepted", Reason = "bounds are checked now" },
            Without("nbody/small/wasm3", GateSubject.Outcome, GateAnswer.Regressed, "failed: trap: unreachable executed"),
            Without("nbody/small/bun-omg", GateSubject.Answer, GateAnswer.Accepted, "another output than the baseline's counts as right") with { Reason = "prints one digit more" },
            Without("pi/small/docker-native", GateSubject.Presence, GateAnswer.Noted, "not run: no container engine answers"),
            Soft("pi/small/native-gcc", Metric.Wall, "total", GateAnswer.Improved, 358e6, 299e6, 0.8352, 0.821, 0.85) with { Text = "−16.5 %, surely less than before", Sees = 1.021 },
            Without("pi/small/wasm3", GateSubject.Outcome, GateAnswer.Improved, "ends well now, and failed before: timeout"),
            Soft("pi/small/wasmedge-interpreter", Metric.Wall, "execute", GateAnswer.Fine, 991e6, 980e6, 0.989, 0.97, 1.01) with { Sees = 1.033 },
            Hard("take-value/63/y3", Metric.AllocatedBytes, "operation", GateAnswer.Regressed, 0, 24) with { Ratio = null, Limit = 1, Text = "from 0 to 24, the limit is +0.00 %" },
        ],
    };

    internal static GateReport Green => Rich with { Candidate = Candidate with { Commit = "" }, Notes = [], Seed = null, Checks = [.. Rich.Checks.Where(static one => one.Answer == GateAnswer.Fine)] };

    /// <summary>So many red checks, as many amber, and as many that are fine.</summary>
    internal static GateReport Large(int count) => Rich with
    {
        Checks =
        [
            .. Enumerable.Range(0, count).SelectMany(static i => (GateCheck[])
            [
                Soft($"w{i:000}/small/native-clang", Metric.Wall, "execute", GateAnswer.Regressed, 1e6, 1.2e6, 1.2 + (i * 1e-3), 1.1, 1.4) with { Text = "+20 %, surely above +5.0 %" },
                Without($"w{i:000}/small/node", GateSubject.Presence, GateAnswer.Noted, "not in the candidate"),
                Soft($"w{i:000}/small/wasm3", Metric.Wall, "execute", GateAnswer.Fine, 1e6, 1e6, 1, 0.99, 1.01) with { Sees = 1.02 },
            ]),
        ],
    };

    /// <summary>Every text from outside is this one.</summary>
    internal static GateReport Hostile(string text) => new()
    {
        Baseline = new([text], text, Baseline.StartedAt, text),
        Candidate = new([text, text, text, text, text], text, Candidate.StartedAt, text),
        Rules = GateRules.Default,
        Through = text,
        Notes = [text],
        Checks =
        [
            .. Enum.GetValues<GateAnswer>().SelectMany(answer => (GateCheck[])
            [
                new() { Case = new CaseId(text, text, text), Subject = GateSubject.Outcome, Answer = answer, Text = text, Reason = text },
                new() { Case = new CaseId(text, text, text), Subject = GateSubject.Soft(Metric.Wall), Phase = text, Answer = answer, Text = text, Reason = text, Baseline = 1, Candidate = 2, Ratio = 2 },
            ]),
        ],
    };

    private static GateCheck Soft(string caseId, Metric metric, string phase, GateAnswer answer, double baseline, double candidate, double ratio, double low, double? high) => new()
    {
        Case = CaseId.Parse(caseId), Subject = GateSubject.Soft(metric), Phase = phase, Answer = answer, Text = "", Baseline = baseline, Candidate = candidate,
        Ratio = ratio, Low = low, High = high, Limit = 1.05, BaselineProcesses = 20, CandidateProcesses = 20,
    };

    private static GateCheck Hard(string caseId, Metric metric, string phase, GateAnswer answer, double baseline, double candidate) => new()
    {
        Case = CaseId.Parse(caseId), Subject = GateSubject.Hard(metric), Phase = phase, Answer = answer, Text = "", Baseline = baseline, Candidate = candidate,
        Ratio = candidate / baseline, Limit = 1.01, BaselineProcesses = 10, CandidateProcesses = 10,
    };

    private static GateCheck Without(string caseId, GateSubject subject, GateAnswer answer, string text) =>
        new() { Case = CaseId.Parse(caseId), Subject = subject, Answer = answer, Text = text };
}
