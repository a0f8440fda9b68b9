using Bench.Core;
using Bench.Reports;

namespace Bench.Tests;

public sealed class LargeReportTests
{
    /// <remarks>Quadratic work in any of the tables shows here as minutes.</remarks>
    [Theory]
    [InlineData("md")]
    [InlineData("csv")]
    [InlineData("latex")]
    public async Task A_hundred_thousand_measurements_make_a_report(string format)
    {
        Summary summary = FixtureRuns.Large().Summary;
        Assert.Equal(100_000, summary.Run.Measurements.Count);
        // Cold starts are of two small workloads, which it does not have.
        foreach (ReportStyle style in (ReportStyle[])[ReportStyle.Default, ReportStyle.Paper])
            Assert.True((await ReportWriter.RenderAsync([summary], ReportOptions.Default with { Style = style }, format, CancellationToken.None)).Sum(static file => file.Content.Length) > 10_000);
    }
}
