using Bench.Core;

namespace Bench.Tests;

public sealed class BreakEvenTests
{
    private static readonly Sample s_compile = new([590, 595, 600, 600, 605, 610]);
    private static readonly Sample s_fast = new([98, 99, 100, 100, 101, 102]);
    private static readonly Sample s_slow = new([118, 119, 120, 120, 121, 122]);

    [Fact]
    public void Compiling_has_paid_when_the_executions_have_saved_what_it_cost()
    {
        BreakEven.After after = Assert.IsType<BreakEven.After>(BreakEven.Of(s_compile, s_fast, s_slow));
        Assert.Equal(30, after.Executions);
        Assert.InRange(after.Interval!.Value.Low, 26, 29);
        Assert.InRange(after.Interval!.Value.High, 32, 36);
    }

    [Fact]
    public void It_never_pays_against_a_backend_that_is_faster() => Assert.IsType<BreakEven.Never>(BreakEven.Of(s_compile, s_slow, s_fast));

    [Fact]
    public void Whether_it_pays_against_one_that_is_about_as_fast_cannot_be_told() =>
        Assert.IsType<BreakEven.CannotTell>(BreakEven.Of(s_compile, s_fast, new Sample([98, 99, 100, 101, 102, 103])));

    [Fact]
    public void Samples_too_small_for_an_interval_but_wide_apart_tell_without_one()
    {
        BreakEven even = BreakEven.Of(new Sample([600]), new Sample([99, 100, 100, 101]), new Sample([119, 120, 120, 121]));
        Assert.Equal(new BreakEven.After(30, null), even);
        Assert.IsType<BreakEven.Never>(BreakEven.Of(new Sample([600]), new Sample([119, 120, 120, 121]), new Sample([99, 100, 100, 101])));
    }

    [Theory]
    [InlineData(new double[] { 99, 100, 101 }, new double[] { 119, 120, 121 })]   // apart by chance in 1 of 10
    [InlineData(new double[] { 99, 100, 100, 121 }, new double[] { 119, 120, 120, 122 })]
    public void Samples_too_small_that_overlap_or_could_be_apart_by_chance_do_not_tell(double[] total, double[] other) =>
        Assert.IsType<BreakEven.CannotTell>(BreakEven.Of(s_compile, new Sample(total), new Sample(other)));

    [Fact]
    public void It_never_pays_against_the_very_same_times() =>
        Assert.IsType<BreakEven.Never>(BreakEven.Of(s_compile, new Sample(Enumerable.Repeat(5.0, 6)), new Sample(Enumerable.Repeat(5.0, 6))));

    [Fact]
    public void A_summary_needs_the_compilation_and_both_totals()
    {
        FixtureRun run = new FixtureRun().Measured("nbody/small/wasmedge-aot", 100, 100, 100, 100).Measured("nbody/small/node", 120, 120, 120, 120);
        CaseId aot = CaseId.Parse("nbody/small/wasmedge-aot"), node = CaseId.Parse("nbody/small/node");
        Assert.Null(run.Summary.BreakEvenOf(aot, node));
        run.Times("nbody/small/wasmedge-aot", Phases.Compile, 500);
        Assert.Equal(new BreakEven.After(25, null), run.Summary.BreakEvenOf(aot, node));
        Assert.Null(run.Summary.BreakEvenOf(node, aot));
    }
}
