using Bench.Core;
using Bench.Density;

namespace Bench.Tests;

public sealed class DensityLineTests
{
    [Fact]
    public void A_report_comes_back_as_it_was()
    {
        DensityReport report = new([new Reading(0, DensityPhases.Idle, Metric.IdleMemory, 4606), new Reading(0, DensityPhases.Storm, Metric.Wall, long.MaxValue)], "no more than 7: \"x\"");
        DensityReport back = DensityLine.Parse(DensityLine.Of(report).ToString())!.Report()!;
        Assert.Equal(report.Note, back.Note);
        Assert.Equal(report.Readings, back.Readings);
    }

    [Fact]
    public void A_fault_comes_back_with_its_cause()
    {
        DensityLine back = DensityLine.Parse(DensityLine.Of(new DensityFaultException(FailureCause.Killed, "instance 3 of 5: gone")).ToString())!;
        Assert.Equal((FailureCause.Killed, "instance 3 of 5: gone"), (back.Cause, back.Error));
        Assert.Null(back.Report());
    }

    [Theory]
    [InlineData("")]
    [InlineData("Unhandled exception.")]
    [InlineData("[1]")]
    [InlineData("{\"alive\": \"many\"}")]
    public void Other_output_is_no_line(string text) => Assert.Null(DensityLine.Parse(text));

    [Fact]
    public void A_metric_that_is_not_known_makes_no_report() =>
        Assert.Null(DensityLine.Parse("{\"rows\":[{\"phase\":\"storm\",\"metric\":\"luck\",\"value\":1}]}")!.Report());
}
