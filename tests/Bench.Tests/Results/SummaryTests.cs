using Bench.Core;

namespace Bench.Tests;

public sealed class SummaryTests
{
    private static readonly CaseId s_case = SmallRun.Nbody;

    [Theory]
    [InlineData(new double[] { 3 }, 3)]
    [InlineData(new double[] { 9, 1, 5 }, 5)]
    [InlineData(new double[] { 8, 2, 1, 4 }, 3)]
    public void The_median_is_the_middle_or_the_mean_of_the_two(double[] values, double median) => Assert.Equal(median, new Sample(values).Median);

    [Fact]
    public void The_standard_deviation_divides_by_n_minus_one() =>
        Assert.Equal(Math.Sqrt(32.0 / 7), new Sample([2, 4, 4, 4, 5, 5, 7, 9]).StandardDeviation!.Value, precision: 12);

    [Fact]
    public void A_single_value_has_no_standard_deviation() => Assert.Null(new Sample([5]).StandardDeviation);

    [Fact]
    public void A_sample_keeps_the_order_of_execution() => Assert.Equal([3, 1, 2], new Sample([3, 1, 2]).Values);

    [Fact]
    public void A_sample_needs_a_value() => Assert.Throws<ArgumentException>(static () => new Sample([]));

    [Fact]
    public void Minimum_maximum_and_mean_are_of_all_values()
    {
        Sample sample = new([4, 1, 7]);
        Assert.Equal((1, 7, 4, 3), (sample.Minimum, sample.Maximum, sample.Mean, sample.Count));
    }

    [Fact]
    public void Iterations_of_a_process_are_one_value()
    {
        Summary summary = Of([Number(1, 1, 10), Number(1, 2, 20), Number(2, 1, 40), Number(2, 2, 60), Number(2, 3, 80)], new Outcome.Measured(s_case, 2));
        Assert.Equal([15, 60], summary[s_case, Phases.Execute, Metric.Wall]!.Values);
    }

    [Fact]
    public void A_failed_case_contributes_nothing_but_its_compilation()
    {
        Summary summary = Of(
            [Number(1, 1, 10), new Measurement(s_case, 1, 0, Phases.Total, Metric.Wall, 12), new Measurement(s_case, 1, 0, Phases.Compile, Metric.Wall, 900)],
            new Outcome.Failed(s_case, FailureCause.Trap, "", ""));

        Assert.Null(summary[s_case, Phases.Execute, Metric.Wall]);
        Assert.Null(summary[s_case, Phases.Total, Metric.Wall]);
        Assert.Equal([900], summary[s_case, Phases.Compile, Metric.Wall]!.Values);
    }

    [Fact]
    public void A_metric_that_was_not_measured_is_absent_and_not_zero() =>
        Assert.Null(Of([Number(1, 1, 10)], new Outcome.Measured(s_case, 1))[s_case, Phases.Execute, Metric.Cycles]);

    [Fact]
    public void A_planned_case_without_a_row_is_listed_without_outcome()
    {
        Summary summary = Of([]);
        Assert.Equal([SmallRun.Nbody, SmallRun.Pi, SmallRun.Nop], summary.Cases);
        Assert.Null(summary.OutcomeOf(s_case));
    }

    private static Measurement Number(int process, int iteration, long value) => new(s_case, process, iteration, Phases.Execute, Metric.Wall, value);

    private static Summary Of(Measurement[] measurements, params Outcome[] outcomes) =>
        new(new RunRecord(SmallRun.Header, measurements, [], outcomes.ToDictionary(static one => one.Case), 0));
}
