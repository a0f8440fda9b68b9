using Bench.Core;

namespace Bench.Tests;

public sealed class ScalingLawTests
{
    [Fact]
    public void Points_on_a_line_give_the_line()
    {
        ScalingLaw law = ScalingLaw.Fit([(10, 7), (100, 52), (1000, 502)])!;
        Assert.Equal(2, law.Constant, precision: 9);
        Assert.Equal(0.5, law.PerWork, precision: 12);
        Estimate far = law.At(1e6);
        Assert.Equal(500_002, far.Value, precision: 3);
        Assert.InRange(far.Interval!.Value.HalfWidth, 0, 1);
    }

    [Fact]
    public void Two_sizes_are_no_law() => Assert.Null(ScalingLaw.Fit([(10, 7), (100, 52), (100, 53)]));

    [Fact]
    public void What_does_not_grow_is_no_law() => Assert.Null(ScalingLaw.Fit([(10, 7), (100, 6), (1000, 5)]));

    [Fact]
    public void The_interval_covers_what_is_measured_later()
    {
        SplitMix random = new(20260131);
        int covered = 0;
        const int rounds = 2000;
        for (int round = 0; round < rounds; round++)
        {
            double Noisy(double work) => (2 + (0.5 * work)) * (1 + (0.02 * Normal(random)));
            ScalingLaw law = ScalingLaw.Fit([(10, Noisy(10)), (100, Noisy(100)), (1000, Noisy(1000)), (5000, Noisy(5000))])!;
            if (law.At(100_000).Interval!.Value.Contains(Noisy(100_000)))
                covered++;
        }
        Assert.InRange(covered / (double)rounds, 0.93, 0.97);
    }

    [Theory]
    [InlineData("n", 5, 5)]
    [InlineData("n^2", 5, 25)]
    [InlineData("2^n*n", 10, 10240)]
    [InlineData("n!*n", 5, 600)]
    public void Work_grows_as_its_name_says(string name, double n, double work) => Assert.Equal(work, WorkGrowth.Find(name)!(n), precision: 6);

    private static double Normal(SplitMix random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
