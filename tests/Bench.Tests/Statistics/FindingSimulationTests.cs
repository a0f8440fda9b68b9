namespace Bench.Tests;

public sealed class FindingSimulationTests
{
    private static readonly Lazy<FindingSimulation> s_simulation = new(static () => new FindingSimulation(simulations: 2000, seed: 20260131).Run());

    [Fact]
    public void Two_modes_far_apart_are_found_in_at_least_95_of_100_samples_of_20_to_30() =>
        Assert.All(s_simulation.Value.Modes.Where(static pair => FindingSimulation.TwoModes.Any(one => one.Name == pair.Key.Distribution) && pair.Key.Count is 20 or 25 or 30),
            static pair => Assert.True(pair.Value >= 0.95, $"{pair.Key}: {pair.Value}"));

    [Fact]
    public void A_single_mode_is_seldom_taken_for_two() =>
        Assert.All(s_simulation.Value.Modes.Where(static pair => TimeDistribution.All.Any(one => one.Name == pair.Key.Distribution)),
            static pair => Assert.True(pair.Value <= 0.05, $"{pair.Key}: {pair.Value}"));

    [Fact]
    public void The_class_of_warm_up_is_the_right_one_in_nine_of_ten_cases_of_five_processes_or_more() =>
        Assert.All(s_simulation.Value.WarmUps.Where(static pair => pair.Key.Processes >= 5), static pair => Assert.True(pair.Value >= 0.9, $"{pair.Key}: {pair.Value}"));

    [Fact]
    public void A_run_of_108_cases_without_drift_seldom_cries_wolf()
    {
        Assert.InRange(s_simulation.Value.DriftsWithout, 0, 0.05);
        Assert.InRange(s_simulation.Value.CommonDrifts.Without, 0, 0.05);
    }

    [Fact]
    public void A_run_that_slows_down_by_5_percent_is_found_out() => Assert.InRange(s_simulation.Value.CommonDrifts.Percent5, 0.95, 1);

    [Fact]
    public void The_table_of_the_simulation_is_the_stored_one() => StoredFile.Holds("statistics-findings.txt", s_simulation.Value.Table());
}
