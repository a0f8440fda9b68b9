using System.Text;
using Bench.Core;
using static Bench.Tests.SmallRun;

namespace Bench.Tests;

public sealed class RunFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string RunFile => RunFolder.RunFile(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_written_is_read_back()
    {
        SmallRun.Write(_folder.Path);

        RunRecord run = RunFolder.Read(_folder.Path);

        Assert.Equivalent(Header, run.Header, strict: true);
        Assert.Equal(
        [
            new Measurement(Nbody, 1, 0, Phases.Compile, Metric.Wall, 900), new Measurement(Nbody, 1, 0, Phases.Total, Metric.Wall, 1200),
            new Measurement(Nbody, 1, 1, Phases.Execute, Metric.Wall, 1000), new Measurement(Nbody, 1, 2, Phases.Execute, Metric.Wall, 1100),
            new Measurement(Pi, 1, 0, Phases.Total, Metric.Wall, 77), new Measurement(Pi, 1, 0, Phases.Total, Metric.PeakRss, 4096),
            new Measurement(Nbody, 2, 0, Phases.Total, Metric.Wall, 1300),
        ], run.Measurements);
        Assert.Equal([Process(Nbody, 1, 1, WorkKind.Compile), Process(Nbody, 1, 2), Process(Pi, 1, 3), Process(Nbody, 2, 4)], run.Processes);
        Assert.Equal(new Outcome.Measured(Nbody, 2), run.Outcomes[Nbody]);
        Assert.Equal(new Outcome.Failed(Pi, FailureCause.WrongOutput, "printed \"3.14\", é", "line\nline"), run.Outcomes[Pi]);
        Assert.Equal(new Outcome.Skipped(Nop, "retired: see wasmtime"), run.Outcomes[Nop]);
        Assert.Equal(new NoiseRecord(SmallRun.Start.AddSeconds(4), 0.75, 0.002, 2_300_000), Assert.Single(run.Noise));
        Assert.Equal(new PlanRecord(Nbody, WorkKind.Execute, 1, 9, 0.02), Assert.Single(run.Plan));
        PictureRecord picture = Assert.Single(run.Pictures);
        Assert.Equal((Nbody, (1, 1), new FaceAnswer(0.923, new FaceBox(0.444, 0.253, 0.183, 0.183))), (picture.Case, picture.Size, FaceAnswer.Parse(picture.Answer)));
        Assert.Equal(new NoteRecord(Nbody, "no more than 2: é"), Assert.Single(run.Notes));
        Assert.Equal(0, run.TornRows);
    }

    [Theory]
    [InlineData("\"image\":\"iVBORw0KGgo", "\"image\":\"AAAARw0KGgo")]
    [InlineData("\"image\":\"iVBORw0KGgo", "\"image\":\"-")]
    [InlineData("\"answer\"", "\"question\"")]
    public void What_is_no_picture_counts_as_torn(string old, string wrong)
    {
        string[] lines = SmallRun.Lines();
        int at = Array.FindIndex(lines, static line => line.Contains("\"picture\"", StringComparison.Ordinal));
        Assert.Contains(old, lines[at]);
        lines[at] = lines[at].Replace(old, wrong);
        File.WriteAllLines(RunFile, lines);
        RunRecord run = RunFolder.Read(RunFile);
        Assert.Empty(run.Pictures);
        Assert.Equal(1, run.TornRows);
    }

    [Fact]
    public void A_run_is_read_by_its_file_too()
    {
        SmallRun.Write(_folder.Path);
        Assert.Equal(4, RunFolder.Read(RunFile).Processes.Count);
    }

    [Fact]
    public void Every_metric_and_every_cause_of_failure_is_read_back()
    {
        Reading[] readings = [.. Enum.GetValues<Metric>().Select(static metric => new Reading(0, Phases.Total, metric, long.MaxValue))];
        Outcome[] outcomes = [.. Enum.GetValues<FailureCause>().Select(static cause => new Outcome.Failed(new CaseId("w", "s", cause.ToString()), cause, "e", ""))];
        using (RunWriter writer = RunWriter.Create(_folder.Path, Header))
        {
            writer.Write(Process(Nbody, 1, 1), readings);
            foreach (Outcome outcome in outcomes)
                writer.Write(outcome);
        }

        RunRecord run = RunFolder.Read(_folder.Path);

        Assert.Equal(readings.Select(static reading => reading.Of(Nbody, 1)), run.Measurements);
        Assert.Equal(outcomes, outcomes.Select(outcome => run.Outcomes[outcome.Case]));
    }

    [Fact]
    public void A_torn_last_line_is_counted_and_passed_over()
    {
        SmallRun.Write(_folder.Path);
        File.AppendAllText(RunFile, "{\"type\":\"measurem");

        RunRecord run = RunFolder.Read(_folder.Path);

        Assert.Equal(1, run.TornRows);
        Assert.Equal(7, run.Measurements.Count);
    }

    [Fact]
    public void A_process_without_its_closing_record_does_not_count()
    {
        File.WriteAllLines(RunFile, Lines()[..6]);   // up to the execute rows of the second process

        RunRecord run = RunFolder.Read(_folder.Path);

        Assert.Equal(Phases.Compile, Assert.Single(run.Measurements).Phase);
        Assert.Equal(3, run.TornRows);
    }

    [Fact]
    public void Appending_goes_on_after_a_torn_line()
    {
        SmallRun.Write(_folder.Path);
        File.AppendAllText(RunFile, "{\"type\":\"measurem");
        using (RunWriter writer = RunWriter.Append(_folder.Path))
            writer.Write(Process(Nbody, 3, 5), [Wall(Phases.Total, 5)]);

        RunRecord run = RunFolder.Read(_folder.Path);

        Assert.Equal(0, run.TornRows);
        Assert.Equal(5, run.Measurements[^1].Value);
    }

    [Fact]
    public void A_process_that_is_run_again_after_a_crash_has_only_the_numbers_of_its_second_life()
    {
        File.WriteAllLines(RunFile, Lines()[..6]);
        using (RunWriter writer = RunWriter.Append(_folder.Path))
            writer.Write(Process(Nbody, 1, 2), [Wall(Phases.Total, 5)]);

        RunRecord run = RunFolder.Read(_folder.Path);

        Assert.Equal([900, 5], run.Measurements.Select(static one => one.Value));
        Assert.Equal(0, run.TornRows);
    }

    [Fact]
    public void Cut_at_any_byte_a_run_is_a_usage_error_or_holds_only_closed_processes()
    {
        byte[] whole = Bytes();
        RunRecord sound = RunFolder.Read(Stored(whole));
        for (int length = 0; length <= whole.Length; length++)
            if (ReadOrNull(whole[..length]) is RunRecord run)
            {
                AssertPrefix(sound.Measurements, run.Measurements);
                AssertPrefix(sound.Processes, run.Processes);
                AssertClosed(run);
            }
    }

    [Fact]
    public void Cut_at_any_byte_a_run_keeps_what_was_read_when_it_is_appended_to()
    {
        byte[] whole = Bytes();
        for (int length = 0; length <= whole.Length; length++)
        {
            if (ReadOrNull(whole[..length]) is not RunRecord before)
                continue;
            using (RunWriter writer = RunWriter.Append(_folder.Path))
                writer.Write(Process(Nbody, 9, 9), [Wall(Phases.Total, 9)]);

            RunRecord after = RunFolder.Read(_folder.Path);

            Assert.Equal([.. before.Measurements, new Measurement(Nbody, 9, 0, Phases.Total, Metric.Wall, 9)], after.Measurements);
            Assert.Equal([.. before.Processes, Process(Nbody, 9, 9)], after.Processes);
            Assert.Equal(before.Outcomes.Values, after.Outcomes.Values);
            Assert.Equal(0, after.TornRows);
        }
    }

    [Fact]
    public void A_file_without_a_header_cannot_be_appended_to()
    {
        File.WriteAllText(RunFile, "{\"type\":\"head");
        Assert.Throws<UsageException>(() => RunWriter.Append(_folder.Path));
        Assert.Equal("{\"type\":\"head", File.ReadAllText(RunFile));
    }

    [Fact]
    public void Bytes_changed_at_random_never_break_the_reader()
    {
        byte[] whole = Bytes();
        Random random = new(20260131);
        for (int round = 0; round < 3000; round++)
        {
            byte[] changed = [.. whole];
            for (int i = random.Next(1, 6); i > 0; i--)
                changed[random.Next(changed.Length)] = (byte)(random.Next(2) == 0 ? random.Next(256) : "{}[]\",:0-n\n\r\\"[random.Next(13)]);
            if (ReadOrNull(changed) is RunRecord run)
                AssertClosed(run);
        }
    }

    [Fact]
    public void A_damaged_closing_record_gives_its_numbers_to_no_other_process_of_the_case()
    {
        string[] lines = Lines();
        string[] damaged = [lines[0], lines[1], lines[2][..^3], .. lines[3..7]];   // the compile's closing record; then execute, also process 1
        File.WriteAllLines(RunFile, damaged);

        Assert.DoesNotContain(RunFolder.Read(_folder.Path).Measurements, static one => one.Phase == Phases.Compile);
    }

    [Fact]
    public void A_newer_schema_asks_for_an_update() => AssertHeaderRefused(Lines()[0].Replace("\"schema\":2", "\"schema\":3"), "update Bench");

    [Fact]
    public void A_newer_schema_whose_header_looks_different_asks_for_an_update() =>
        AssertHeaderRefused("""{"type":"header","header":{"schema":7,"hardware":[]}}""", "update Bench");

    [Fact]
    public void An_empty_file_is_a_run_that_never_began() => AssertHeaderRefused("", "is empty");

    [Theory]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type":"header"}""")]
    [InlineData("""{"type":"header","header":null}""")]
    [InlineData("""{"type":"measurement","case":"a/b/c"}""")]
    public void A_file_that_does_not_begin_with_a_header_is_refused_with_its_first_line(string first) =>
        AssertHeaderRefused(first + "\n", "(1): not the header of a run");

    [Theory]
    [InlineData("\"cpu\":\"Neoverse-N1\",", "")]
    [InlineData("[{\"id\":\"clang\"", "[null,{\"id\":\"clang\"")]
    [InlineData("\"small\":[\"5000000\"]", "\"small\":null")]
    [InlineData("\"small\":[\"5000000\"]", "\"small\":[null]")]
    [InlineData("\"quick\"", "null")]
    [InlineData("\"nbody/small/wasm3\"", "null")]
    [InlineData("\"nbody/small/wasm3\"", "5")]
    [InlineData("\"nbody/small/wasm3\"", "\"nbody\"")]
    public void A_header_with_a_hole_is_refused(string old, string hole)
    {
        string header = Lines()[0];
        Assert.Contains(old, header);
        AssertHeaderRefused(header.Replace(old, hole), "(1): not the header of a run");
    }

    [Fact]
    public void A_folder_without_a_run_is_refused_by_name() =>
        Assert.Contains("no run.jsonl", Assert.Throws<UsageException>(() => RunFolder.Read(_folder.Path)).Message);

    [Fact]
    public void A_folder_that_holds_a_run_is_not_begun_again()
    {
        SmallRun.Write(_folder.Path);
        Assert.Throws<UsageException>(() => RunWriter.Create(_folder.Path, Header));
        Assert.Equal(4, RunFolder.Read(_folder.Path).Processes.Count);
    }

    [Fact]
    public void Row_types_metrics_and_members_of_a_later_version_are_passed_over()
    {
        string[] lines = Lines();
        File.WriteAllLines(RunFile,
        [
            lines[0].Replace("\"seed\"", "\"colour\":\"blue\",\"seed\""), """{"type":"rumour","text":"hello"}""",
            lines[1].Replace("\"wall\"", "\"joules\""), lines[1].Replace("\"value\"", "\"unit\":\"ns\",\"value\""), lines[2],
        ]);

        RunRecord run = RunFolder.Read(_folder.Path);

        Assert.Equal(900, Assert.Single(run.Measurements).Value);
        Assert.Equal(0, run.TornRows);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("1e30")]
    [InlineData("\"9\"")]
    [InlineData("null")]
    [InlineData("9223372036854775808")]
    public void A_value_that_is_no_count_is_torn(string value)
    {
        string[] lines = Lines();
        File.WriteAllLines(RunFile, [lines[0], lines[1].Replace("900", value), lines[2]]);

        RunRecord run = RunFolder.Read(_folder.Path);

        Assert.Empty(run.Measurements);
        Assert.Equal(1, run.TornRows);
    }

    [Fact]
    public void Samples_csv_has_a_line_for_each_measurement()
    {
        SmallRun.Write(_folder.Path);
        using StringWriter text = new();
        SamplesCsv.Write(RunFolder.Read(_folder.Path), text);
        StoredFile.Holds("samples.csv", text.ToString().ReplaceLineEndings("\n"));
    }

    private string Stored(byte[] bytes)
    {
        File.WriteAllBytes(RunFile, bytes);
        return _folder.Path;
    }

    private RunRecord? ReadOrNull(byte[] bytes)
    {
        try
        {
            return RunFolder.Read(Stored(bytes));
        }
        catch (UsageException)
        {
            return null;
        }
    }

    private void AssertHeaderRefused(string first, string because)
    {
        UsageException refusal = Assert.Throws<UsageException>(() => RunFolder.Read(Stored(Encoding.UTF8.GetBytes(first))));
        Assert.Contains(because, refusal.Message);
        Assert.StartsWith(RunFile, refusal.Message);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    private static void AssertPrefix<T>(IReadOnlyList<T> whole, IReadOnlyList<T> part) => Assert.Equal(whole.Take(part.Count), part);

    private static void AssertClosed(RunRecord run) => Assert.All(run.Measurements,
        one => Assert.Contains(run.Processes, process => process.Case == one.Case && process.Process == one.Process));
}
