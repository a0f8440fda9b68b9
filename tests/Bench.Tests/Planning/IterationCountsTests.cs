using Bench.Core;

namespace Bench.Tests;

public sealed class IterationCountsTests
{
    private static readonly CaseId s_case = new("w", "s", "b");
    private readonly IterationCounts _auto = new(Iterations.Auto, TimeSpan.FromSeconds(20));

    [Fact]
    public void A_given_number_is_kept()
    {
        IterationCounts counts = new(new Iterations(7), TimeSpan.FromSeconds(20));
        counts.Add(s_case, [1, 1, 1, 1, 1, 1, 1], TimeSpan.FromSeconds(8));
        Assert.Equal(7, counts.Next(s_case));
    }

    [Theory]
    [InlineData(0.0001, 50)]
    [InlineData(0.1, 20)]
    [InlineData(10, 6)]
    public void The_first_process_runs_as_many_as_two_seconds_hold(double execute, int expected)
    {
        _auto.AddOnce(s_case, TimeSpan.FromSeconds(execute));
        Assert.Equal(expected, _auto.Next(s_case));
    }

    [Fact]
    public void Of_a_kernel_of_which_nothing_is_known_the_fewest_are_run() => Assert.Equal(WarmUp.FewestIterations, _auto.Next(s_case));

    [Fact]
    public void The_second_process_runs_as_many_as_the_first()
    {
        _auto.Add(s_case, Series(20, level: 0.1, seed: 1), TimeSpan.FromSeconds(3));
        Assert.Equal(20, _auto.Next(s_case));
    }

    [Fact]
    public void Where_processes_differ_and_iterations_do_not_few_iterations_are_best()
    {
        for (int process = 0; process < 4; process++)
            _auto.Add(s_case, Series(20, level: 0.1 * (1 + (0.2 * process)), seed: (ulong)process), TimeSpan.FromSeconds(3));
        Assert.Equal(WarmUp.FewestIterations, _auto.Next(s_case));
    }

    [Fact]
    public void Where_iterations_differ_and_processes_do_not_many_iterations_are_best()
    {
        for (int process = 0; process < 4; process++)
            _auto.Add(s_case, Series(20, level: 0.1, seed: 3), TimeSpan.FromSeconds(3));
        Assert.Equal(50, _auto.Next(s_case));
    }

    [Fact]
    public void A_slow_kernel_keeps_its_processes_within_bounds()
    {
        for (int process = 0; process < 4; process++)
            _auto.Add(s_case, Series(6, level: 2, seed: 3), TimeSpan.FromSeconds(13));
        Assert.Equal(9, _auto.Next(s_case));
    }

    [Fact]
    public void A_budget_shared_by_many_cases_keeps_processes_short()
    {
        RunOptions options = new() { Suite = "s", Processes = 3, Budget = TimeSpan.FromMinutes(1), CaseTimeout = TimeSpan.FromMinutes(1), MemoryLimitBytes = 1 };
        IterationCounts counts = IterationCounts.For(options, cases: 10);   // a second for each of six processes a case
        counts.AddOnce(s_case, TimeSpan.FromSeconds(0.1));
        Assert.Equal(10, counts.Next(s_case));
        for (int process = 0; process < 4; process++)
            counts.Add(s_case, Series(10, level: 0.125, seed: 3), TimeSpan.FromSeconds(2));
        Assert.Equal(7, counts.Next(s_case));
    }

    [Fact]
    public void The_warm_up_is_run_whatever_is_best()
    {
        for (int process = 0; process < 4; process++)
            _auto.Add(s_case, [.. Enumerable.Repeat(1.0, 10), .. Series(20, level: 0.1 * (1 + (0.2 * process)), seed: (ulong)process)], TimeSpan.FromSeconds(12.1));
        Assert.InRange(_auto.Next(s_case), 11, 13);
    }

    [Theory]
    [InlineData("auto", null)]
    [InlineData("1", 1)]
    [InlineData("10000", 10_000)]
    public void Iterations_read_as_they_are_written(string text, int? count)
    {
        Iterations iterations = Iterations.Parse(text)!.Value;
        Assert.Equal(count, iterations.Count);
        Assert.Equal(text, iterations.ToString());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("10001")]
    [InlineData("many")]
    [InlineData("")]
    public void Other_words_are_no_iterations(string text) => Assert.Null(Iterations.Parse(text));

    private static double[] Series(int count, double level, ulong seed)
    {
        SplitMix random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => level * (1 + (0.02 * random.NextDouble())))];
    }
}
