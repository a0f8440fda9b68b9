using Bench.Core;
using Bench.Gate;

namespace Bench.Tests;

public sealed class GateSimulationTests
{
    private const ulong Seed = 20260131;

    /// <summary>Spreads of 1, 2 and 4 %, one of them with a tail.</summary>
    private static readonly NoisePool s_pool = new([Case("a", 0.01, 0), Case("b", 0.02, 0), Case("c", 0.04, 0), Case("d", 0.01, 0.1)]);

    [Fact]
    public void Gates_between_equals_are_red_no_more_often_than_the_rules_allow()
    {
        Detection equals = new GateSimulation(s_pool, GateRules.Default, Seed).Of(processes: 10, slowdown: 0, gates: 400);
        Assert.Equal(0, equals.Caught);
        Assert.InRange(equals.FalseReds, 0, 4);
    }

    [Fact]
    public void The_recommended_count_catches_a_tenth_in_95_of_100_gates_and_fewer_do_not()
    {
        Calibration calibration = Calibration.Of(s_pool, GateRules.Default, Seed, gates: 400);
        GateSimulation simulation = new(s_pool, GateRules.Default, Seed);

        Assert.True(simulation.Of(calibration.Recommended!.Value, 0.1, 400).CaughtRate >= 0.95);
        Assert.True(simulation.Of(6, 0.1, 400).CaughtRate < 0.95);
        Assert.Equal(2 * calibration.Recommended.Value * s_pool.Round, calibration.Takes);
    }

    [Fact]
    public void A_larger_slowdown_is_caught_more_often()
    {
        double[] rates = [.. Calibration.Of(s_pool, GateRules.Default, Seed, gates: 200).Detections.Skip(1).Select(static one => one.CaughtRate)];
        Assert.Equal(rates.Order(), rates);
        Assert.True(rates[0] < 0.05, "3 % is below the limit of 5 %");
        Assert.Equal(1, rates[^1]);
    }

    [Fact]
    public void A_noisier_case_sees_less()
    {
        IReadOnlyList<CalibratedCase> cases = Calibration.Of(s_pool, GateRules.Default, Seed, gates: 200).Cases;
        Assert.True(cases[0].Sees < cases[2].Sees);
        Assert.All(cases, static one => Assert.True(one.Sees > 0.05));
        Assert.True(cases[0].Needs < cases[2].Needs);
    }

    [Fact]
    public void The_noisiest_case_is_named_with_what_would_do_without_it()
    {
        Calibration calibration = Calibration.Of(new NoisePool([Case("a", 0.01, 0), Case("z", 0.3, 0)]), GateRules.Default, Seed, gates: 100);
        Assert.Equal(("z", calibration.Cases[0].Needs), (calibration.Noisiest!.Value.Case.Case.Case.Workload, calibration.Noisiest.Value.Processes));
    }

    [Fact]
    public void Too_few_processes_to_draw_from_are_refused() =>
        Assert.Contains("12 pairs of processes", Assert.Throws<UsageException>(static () => Calibration.Of(NoisePool.Of([new GateRun("one", GateSides.At(1).Record)], [new GateRun("other", GateSides.At(1).Record)]), GateRules.Default, Seed, 10)).Message);

    [Fact]
    public void A_calibration_is_read_as_it_was_written_and_holds_for_its_machine_alone()
    {
        using TempFolder folder = new();
        CalibrationFile written = new()
        {
            Schema = CalibrationFile.CurrentSchema, Machine = CalibrationFile.MachineOf(FixtureRun.Xeon), MeasuredAt = DateTimeOffset.UnixEpoch, Recommended = 15, BetweenRuns = 0.02,
            Cases = [new CalibrationFile.CaseNoise("nbody/small/native-clang", "total", "wall", 0.03, 0.01)],
        };
        written.Save(folder["calibration.json"]);
        CalibrationFile read = CalibrationFile.Load(folder["calibration.json"]);

        Assert.Equal(written.Cases, read.Cases);
        Assert.Equal(new GateNoise.Spread(0.03, 0.01), read.NoiseOn(FixtureRun.Xeon with { Kernel = "another" }).Spreads[(GateSides.Nbody, Phases.Total, Metric.Wall)]);
        Assert.Contains("another machine", Assert.Throws<UsageException>(() => read.NoiseOn(FixtureRun.Graviton)).Message);
    }

    [Theory]
    [InlineData("\"spread\": 0.03", "\"spread\": -1")]
    [InlineData("\"metric\": \"wall\"", "\"metric\": \"wal\"")]
    [InlineData("\"schema\": 1", "\"schema\": 2")]
    [InlineData("\"schema\": 1", "\"schema\": ")]
    public void A_damaged_calibration_is_one_line(string old, string wrong)
    {
        using TempFolder folder = new();
        string text = """{ "schema": 1, "machine": "m-1", "measuredAt": "2026-01-31T12:00:00Z", "cases": [{ "case": "a/b/c", "phase": "total", "metric": "wall", "spread": 0.03 }] }""";
        File.WriteAllText(folder["calibration.json"], text.Replace(old, wrong, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', Assert.Throws<UsageException>(() => CalibrationFile.Load(folder["calibration.json"])).Message);
    }

    private static NoiseCase Case(string name, double spread, double wild)
    {
        SplitMix random = new((ulong)name[0]);
        double Draw() => 1e8 * Math.Exp(spread * TimeDistribution.Gauss(random)) * (random.NextDouble() < wild ? 1.2 : 1);
        (double Before, double After)[] pairs = [.. Enumerable.Range(0, 60).Select(_ => (Draw(), Draw()))];
        return new NoiseCase(CaseId.Parse($"{name}/small/native-clang"), Phases.Total, new Sample(pairs.Select(static one => one.Before)), [.. pairs.Select(static one => Math.Log(one.After / one.Before))]);
    }
}
