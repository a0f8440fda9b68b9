namespace Bench.Tests;

public sealed class HistorySimulationTests
{
    private static readonly Lazy<HistorySimulation> s_simulation = new(static () => new HistorySimulation(histories: 200, seed: 20260131).Run());

    private static readonly string[] s_calm = [.. HistorySimulation.Noises.Select(static one => one.Name).Where(static name => !name.Contains("sigma 0.5", StringComparison.Ordinal) && !name.Contains("one run in ten", StringComparison.Ordinal))];

    /// <remarks>0.05 is promised; three standard errors of 200 histories are allowed on top.</remarks>
    [Fact]
    public void At_most_five_of_a_hundred_histories_without_a_change_show_one() =>
        Assert.All(s_simulation.Value.Wolves.Where(static pair => pair.Key.Noise != HistorySimulation.Moody.Name), static pair => Assert.True(pair.Value <= 0.05 + (3 * Math.Sqrt(0.05 * 0.95 / 200)), $"{pair.Key}: {pair.Value}"));

    [Fact]
    public void A_step_of_10_percent_is_found_among_a_hundred_series_where_runs_spread_by_some_percent() =>
        Assert.All(s_simulation.Value.Steps.Where(static pair => pair.Key.Step == 0.1 && s_calm.Contains(pair.Key.Noise)), static pair => Assert.True(pair.Value is { Share: >= 0.95, Error: <= 0.5 }, $"{pair.Key}: {pair.Value}"));

    [Fact]
    public void What_was_made_slower_and_mended_later_is_found_at_both_ends() =>
        Assert.All(s_simulation.Value.Bumps.Where(static pair => s_calm.Contains(pair.Key.Noise)), static pair => Assert.True(pair.Value is { Share: >= 0.95, Error: <= 0.5 }, $"{pair.Key}: {pair.Value}"));

    [Fact]
    public void Half_a_percent_from_run_to_run_is_told_as_a_drift_after_thirty_runs() =>
        Assert.All(s_simulation.Value.Drifts.Where(static pair => pair.Key.Length >= 30 && s_calm.Contains(pair.Key.Noise)), static pair => Assert.True(pair.Value.Drift >= 0.95, $"{pair.Key}: {pair.Value}"));

    [Fact]
    public void The_table_of_the_simulation_is_the_stored_one() => StoredFile.Holds("gate-history.txt", s_simulation.Value.Table());

    [Fact]
    public void The_page_shows_what_the_simulation_printed() =>
        Assert.Contains($"```text\n{File.ReadAllText(Path.Combine(Repo.Root, "tests", "expected", "gate-history.txt"))}```", File.ReadAllText(Path.Combine(Repo.Root, "docs", "gate-history.md")), StringComparison.Ordinal);
}
