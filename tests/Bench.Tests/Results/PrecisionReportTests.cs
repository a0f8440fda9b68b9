using Bench.Core;
using Bench.Reports;

namespace Bench.Tests;

public sealed class PrecisionReportTests
{
    private static readonly CaseId s_base = new("pi", "small", "native-clang"), s_calm = new("pi", "small", "node"), s_wild = new("pi", "small", "bun-bbq"),
        s_alone = new("nop", "small", "node"), s_few = new("nop", "small", "bun-bbq");

    [Fact]
    public void The_least_precise_comes_first_and_what_has_no_interval_last()
    {
        IReadOnlyList<PrecisionRow> rows = Rows(Planned());
        Assert.Equal([s_wild, s_alone, s_calm, s_base, s_few], rows.Select(static row => row.Case));
        Assert.Equal([s_base, null, s_base, null, null], rows.Select(static row => row.Baseline));
        Assert.Null(rows[^1].Reached);
    }

    [Fact]
    public void The_widths_are_those_that_reports_show()
    {
        Summary summary = new(Planned());
        Assert.Equal(summary.Ratio(s_wild, s_base, Phases.Total, Metric.Wall)!.Value.RelativeHalfWidth, Rows(summary.Run)[0].Reached);
        Assert.Equal(summary.Median(s_alone, Phases.Total, Metric.Wall)!.Value.RelativeHalfWidth, Rows(summary.Run)[1].Reached);
    }

    [Fact]
    public void Everything_stands_in_precision_csv() => StoredFile.Holds("precision.csv", Written(static writer => PrecisionCsv.Write(Rows(Planned()), writer)));

    [Fact]
    public void The_narrowing_stands_in_precision_trace_csv() => StoredFile.Holds("precision-trace.csv", Written(static writer => PrecisionCsv.Write(PrecisionTrace.Of(Even(), "native-clang", steps: 10), writer)));

    [Fact]
    public void The_console_shows_the_widest_and_a_line_that_sums_up() =>
        StoredFile.Holds("console-precision.txt", ConsoleTests.Written(100, static console => PrecisionTable.Write(console, Rows(Planned()), PrecisionTrace.Of(Even(), "native-clang"))));

    [Fact]
    public void Beyond_ten_cases_the_rest_is_a_line()
    {
        FixtureRun run = new();
        for (int i = 0; i < 14; i++)
            run.Measured($"pi/small/b{i:00}", [.. Values(8, 100, 1 + i)]);
        ReportTable table = PrecisionTable.Of(Rows(run.Record))!;
        Assert.Equal(10, table.Rows.Count);
        Assert.StartsWith("... and 4 at or below ", Assert.Single(table.Notes));
    }

    [Fact]
    public void Without_an_interval_there_is_a_line_and_no_table()
    {
        RunRecord run = new FixtureRun().Measured("pi/small/node", 1, 2, 3).Record;
        Assert.Null(PrecisionTable.Of(Rows(run)));
        Assert.Equal("precision: no interval with fewer than 6 processes a case, after 0.00600 s of measuring", PrecisionTable.Line(Rows(run), PrecisionTrace.Of(run, null)));
    }

    [Fact]
    public void A_failed_case_is_in_neither_the_report_nor_the_trace()
    {
        RunRecord run = new FixtureRun().Measured("pi/small/native-clang", [.. Values(8, 100, 1)])
            .Times("pi/small/node", Phases.Total, 100, 200).Failed("pi/small/node", FailureCause.Trap, "trap").Record;
        Assert.Equal([s_base], Rows(run).Select(static row => row.Case));
        Assert.Equal(s_base, PrecisionTrace.Of(run, "native-clang").Moments[^1].Case);
    }

    [Fact]
    public void A_trace_ends_where_the_report_does()
    {
        PrecisionMoment last = PrecisionTrace.Of(Even(), "native-clang").Moments[^1];
        PrecisionRow widest = Rows(Even())[0];
        Assert.Equal((widest.Reached, (CaseId?)widest.Case), (last.Widest, last.Case));
        Assert.Equal(Even().Measuring(), last.Spent);
    }

    [Fact]
    public void A_width_is_reached_when_it_is_not_left_again()
    {
        PrecisionTrace trace = new([.. new double?[] { null, 0.2, 0.04, 0.08, 0.05, 0.03 }.Select(static (width, second) => new PrecisionMoment(TimeSpan.FromSeconds(second), width, null))]);
        Assert.Equal([1, 4, 5, null], new[] { 0.2, 0.05, 0.03, 0.01 }.Select(width => trace.Reaches(width)?.TotalSeconds));
    }

    [Fact]
    public void Measuring_is_the_sum_of_what_processes_took_whatever_lay_between_them()
    {
        RunRecord run = new FixtureRun().Measured("pi/small/node", 100, 200, 300).Times("pi/small/node", Phases.Compile, 40).Record;
        Assert.Equal(0.6, run.Measuring().TotalSeconds, 9);   // as it was before processes wrote it down: by the longest phase
        Assert.Equal(1.5, (run with { Processes = [.. run.Processes.Select(static one => one with { Took = TimeSpan.FromSeconds(0.5) })] }).Measuring().TotalSeconds, 9);
    }

    private static IReadOnlyList<PrecisionRow> Rows(RunRecord run) => PrecisionReport.Of(new Summary(run), "native-clang");

    /// <summary>A plan, iterations, a case that has no baseline, and one with too few processes.</summary>
    private static RunRecord Planned()
    {
        FixtureRun fixture = new FixtureRun().Measured(s_base.ToString(), [.. Values(12, 100, 2)]).Measured(s_calm.ToString(), [.. Values(6, 200, 4)])
            .Measured(s_wild.ToString(), [.. Values(20, 150, 60)]).Measured(s_alone.ToString(), [.. Values(7, 50, 6)]).Measured(s_few.ToString(), 10, 11);
        RunRecord run = fixture.Record;
        return run with
        {
            Measurements = [.. run.Measurements, .. from process in Enumerable.Range(1, 6)
                from iteration in Enumerable.Range(1, 8)
                select new Measurement(s_base, process, iteration, Phases.Iterate, Metric.Wall, (iteration < 3 ? 150_000_000 : 90_000_000) + (process * 100_000) + (iteration * 31 % 7 * 10_000))],
            Processes = [.. run.Processes, .. Enumerable.Range(1, 6).Select(static process => new ProcessRecord(s_base, WorkKind.Iterate, process, 100 + process, SmallRun.Start, TimeSpan.FromSeconds(1)))],
            Plan = [new PlanRecord(s_base, WorkKind.Execute, 6, 11, 0.01), new PlanRecord(s_wild, WorkKind.Execute, 6, 22, 0.12), new PlanRecord(s_base, WorkKind.Iterate, 6, 6, 0.02)],
        };
    }

    /// <summary>Two cases in turn, twelve times.</summary>
    private static RunRecord Even()
    {
        RunRecord run = new FixtureRun().Measured(s_base.ToString(), [.. Values(12, 100, 4)]).Measured(s_wild.ToString(), [.. Values(12, 150, 60)]).Record;
        return run with { Processes = [.. run.Processes.OrderBy(static one => one.Process).Select(static (one, i) => one with { Sequence = i + 1 })] };
    }

    /// <summary>Around a middle, within half a spread, in no order.</summary>
    private static IEnumerable<double> Values(int count, double middle, double spread) =>
        Enumerable.Range(0, count).Select(i => middle + (spread * (((i * 11 % count) / (count - 1.0)) - 0.5)));

    private static string Written(Action<TextWriter> write)
    {
        using StringWriter writer = new() { NewLine = "\n" };
        write(writer);
        return writer.ToString().Replace("\r\n", "\n");
    }
}
