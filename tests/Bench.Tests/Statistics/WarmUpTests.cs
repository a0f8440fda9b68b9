using Bench.Core;

namespace Bench.Tests;

public sealed class WarmUpTests
{
    [Fact]
    public void Iterations_that_begin_slowly_warm_up_until_they_settle()
    {
        WarmUp warmUp = WarmUp.Of([[300, 150, 151, 101, 100, 99, 100, 101, 100, 99], [310, 149, 150, 100, 101, 100, 99, 100, 101, 100], [290, 151, 152, 99, 100, 101, 100, 99, 100, 101]])!;

        Assert.Equal((WarmUpClass.WarmUp, 3), (warmUp.Class, warmUp.Iterations));
        Assert.Equal([300, 310, 290], warmUp.First.Values);
        Assert.Equal([700.0 / 7, 701.0 / 7, 700.0 / 7], warmUp.Steady!.Values);
    }

    [Fact]
    public void Iterations_that_are_alike_from_the_first_are_flat_and_all_steady()
    {
        WarmUp warmUp = WarmUp.Of([[100, 101, 99, 100, 101, 99, 100, 100]])!;
        Assert.Equal((WarmUpClass.Flat, 0, 100), (warmUp.Class, warmUp.Iterations, warmUp.Steady!.Mean));
    }

    [Fact]
    public void Iterations_that_were_faster_at_first_slow_down() =>
        Assert.Equal((WarmUpClass.Slowdown, 3), ClassOf([80, 81, 80, 100, 101, 99, 100, 101, 99, 100]));

    [Fact]
    public void Iterations_that_were_slow_then_fast_then_settled_between_slow_down() =>
        Assert.Equal((WarmUpClass.Slowdown, 6), ClassOf([200, 80, 81, 80, 81, 80, 100, 101, 99, 100, 101, 99, 100, 100]));

    [Fact]
    public void Iterations_that_still_change_at_the_end_have_no_steady_state()
    {
        WarmUp warmUp = WarmUp.Of([[100, 101, 99, 100, 101, 99, 100, 101, 150, 151]])!;
        Assert.Equal((WarmUpClass.NoSteadyState, 10), (warmUp.Class, warmUp.Iterations));
        Assert.Null(warmUp.Steady);
        Assert.Null(warmUp.Variance);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(9)]
    public void A_single_pause_does_not_end_the_steady_state(int at)
    {
        double[] times = [150, 151, 100, 101, 99, 100, 101, 99, 100, 100];
        times[at] = 180;
        Assert.Equal((WarmUpClass.WarmUp, 2), ClassOf(times));
    }

    [Fact]
    public void Times_that_do_not_vary_at_all_are_flat() => Assert.Equal((WarmUpClass.Flat, 0), ClassOf([5, 5, 5, 5, 5, 5]));

    [Fact]
    public void Five_iterations_are_too_few_to_tell() => Assert.Null(WarmUp.Of([[9, 5, 5, 5, 5]]));

    [Fact]
    public void A_case_that_was_not_iterated_has_no_warm_up() => Assert.Null(new FixtureRun().Measured("nbody/small/node", 1, 2, 3).Summary.WarmUpOf(CaseId.Parse("nbody/small/node")));

    [Fact]
    public void A_summary_takes_the_iterations_of_each_process_in_their_order()
    {
        CaseId id = CaseId.Parse("nbody/small/node");
        IEnumerable<Measurement> rows = from iteration in Enumerable.Range(1, 8).Reverse() from process in new[] { 1, 2 }
            select new Measurement(id, process, iteration, Phases.Iterate, Metric.Wall, (iteration == 1 ? 3000 : 1000) + process);
        Summary summary = new(new FixtureRun().Record with { Measurements = [.. rows] });

        WarmUp warmUp = summary.WarmUpOf(id)!;
        Assert.Equal((WarmUpClass.WarmUp, 1), (warmUp.Class, warmUp.Iterations));
        Assert.Equal([3001, 3002], warmUp.First.Values.Order());
        Assert.Same(warmUp, summary.WarmUpOf(id));
    }

    [Fact]
    public void Variance_is_parted_between_iterations_and_processes()
    {
        // Within: variance 2 in each of three processes. Means 11, 21, 31: variance 100, of which 2/2 is the iterations' share.
        VarianceComponents variance = VarianceComponents.Of([[10, 12], [20, 22], [30, 32]])!;
        Assert.Equal(2, variance.Iterations, precision: 12);
        Assert.Equal(99, variance.Processes, precision: 12);
    }

    [Fact]
    public void Components_of_simulated_times_come_out_as_they_were_put_in()
    {
        SplitMix random = new(7);
        double[][] processes = [.. Enumerable.Range(0, 2000).Select(_ =>
        {
            double process = 3 * TimeDistribution.Gauss(random);
            return Enumerable.Range(0, 10).Select(_ => 100 + process + (5 * TimeDistribution.Gauss(random))).ToArray();
        })];
        VarianceComponents variance = VarianceComponents.Of(processes)!;
        Assert.InRange(variance.Iterations, 24, 26);
        Assert.InRange(variance.Processes, 8, 10);
    }

    [Fact]
    public void The_dearer_a_process_and_the_noisier_its_iterations_the_more_of_them_it_should_run()
    {
        VarianceComponents variance = new(Iterations: 4, Processes: 1);
        Assert.Equal(6, variance.OptimalIterations(processCost: 9, iterationCost: 1));
        Assert.Equal(1, variance.OptimalIterations(processCost: 1, iterationCost: 100));
        Assert.Equal(double.PositiveInfinity, new VarianceComponents(4, -0.1).OptimalIterations(1, 1));
    }

    [Fact]
    public void A_single_process_has_no_components() => Assert.Null(VarianceComponents.Of([[1, 2, 3]]));

    private static (WarmUpClass, int) ClassOf(double[] times) => WarmUp.Of([times]) is WarmUp warmUp ? (warmUp.Class, warmUp.Iterations) : default;
}
