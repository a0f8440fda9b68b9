using System.Text;
using Bench.Core;
using Bench.Reports;
using FsCheck;
using FsCheck.Fluent;
using static Bench.Tests.SmallRun;
using Outcome = Bench.Core.Outcome;

namespace Bench.Tests;

/// <summary>What people and accidents do to run files: one line that says what is wrong, or a report that says what was left out.</summary>
public sealed class BadInputTests : IDisposable
{
    private static readonly string[] s_pieces =
        ["null", "{}", "[]", "NaN", "Infinity", "1e400", "-1", "99999999999999999999", "\"\"", "\\ud800", "\\u0000", "\n", "\r", "{\"type\":\"header\"}\n", "|", "\\\\", "%", "</table>", "∞", "/", "é"];

    private readonly TempFolder _folder = new();

    private string RunFile => RunFolder.RunFile(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_runs_in_one_file_are_refused_with_the_line_of_the_second()
    {
        string[] lines = Lines();
        Refused($"{RunFile}({lines.Length + 1}): a second header: two runs in one file; put each into a folder of its own", [.. lines, .. lines]);
    }

    [Fact]
    public void A_header_alone_is_a_run_of_which_nothing_was_measured()
    {
        RunRecord run = Read(Lines()[0]);
        Assert.Empty(run.Measurements);
        foreach (string text in Renderings(run))
            Assert.DoesNotContain("measured,", text);
    }

    [Fact]
    public void A_process_that_is_there_twice_counts_once_and_is_reported_as_torn()
    {
        string[] lines = Lines();
        RunRecord run = Read([.. lines, lines[1].Replace("900", "7"), lines[2]]);
        Assert.Equal([900], run.Measurements.Where(static one => one.Phase == Phases.Compile).Select(static one => one.Value));
        Assert.Equal(2, run.TornRows);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e400")]
    [InlineData("-0.5e1")]
    [InlineData("1e19")]
    public void A_number_that_no_process_can_have_is_a_torn_row_that_every_format_names(string value)
    {
        string[] lines = Lines();
        string[] changed = [.. lines.Select(line => line.Replace("\"value\":1300", $"\"value\":{value}"))];
        RunRecord run = Read(changed);
        Assert.Equal(1, run.TornRows);
        foreach (string text in Renderings(run))
            Assert.Matches("torn-rows|1 row of run.jsonl could not be read", text);
    }

    [Fact]
    public void Noise_without_end_is_torn()
    {
        RunRecord run = Read([.. Lines().Select(static line => line.Replace("\"load\":0.75", "\"load\":1e400"))]);
        Assert.Equal((0, 1), (run.Noise.Count, run.TornRows));
    }

    [Fact]
    public void A_line_of_a_hundred_megabytes_is_torn_and_those_around_it_are_read()
    {
        using (FileStream file = File.Create(RunFile))
        {
            string[] lines = Lines();
            file.Write(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));
            byte[] block = new byte[1 << 20];
            Array.Fill(block, (byte)'x');
            for (int i = 0; i < 100; i++)
                file.Write(block);
            file.Write(Encoding.UTF8.GetBytes($"\n{lines[1].Replace("\"process\":1", "\"process\":7")}\n{lines[2].Replace("\"process\":1", "\"process\":7")}\n"));
        }
        RunRecord run = RunFolder.Read(_folder.Path);
        Assert.Equal(1, run.TornRows);
        Assert.Contains(run.Measurements, static one => one.Process == 7);
    }

    [Fact]
    public void A_file_that_is_one_endless_line_is_no_run()
    {
        File.WriteAllText(RunFile, new string('{', 10 << 20));
        Assert.Contains("(1): not the header of a run", Assert.Throws<UsageException>(() => RunFolder.Read(_folder.Path)).Message);
    }

    [Fact]
    public void Bytes_changed_in_any_way_give_one_line_or_a_report_in_every_format_and_style()
    {
        byte[] whole = Renderable();
        Gen<(int At, int Removed, byte[] Piece)> change =
            from at in Gen.Choose(0, whole.Length)
            from removed in Gen.Frequency((4, Gen.Choose(0, 3)), (1, Gen.Choose(0, whole.Length / 4)))
            from piece in Gen.OneOf(Gen.Elements(s_pieces).Select(Encoding.UTF8.GetBytes), ArbMap.Default.GeneratorFor<byte[]>(),
                from start in Gen.Choose(0, whole.Length - 1) from length in Gen.Choose(1, 400) select whole[start..Math.Min(whole.Length, start + length)])
            select (at, removed, piece);
        int rendered = 0;
        Gen<IList<(int At, int Removed, byte[] Piece)>> few = from count in Gen.Choose(1, 5) from changes in change.ListOf(count) select (IList<(int, int, byte[])>)[.. changes];
        Prop.ForAll(few.ToArbitrary(), changes =>
        {
            List<byte> bytes = [.. whole];
            foreach ((int at, int removed, byte[] piece) in changes)
            {
                int start = Math.Min(at, bytes.Count);
                bytes.RemoveRange(start, Math.Min(removed, bytes.Count - start));
                bytes.InsertRange(start, piece);
            }
            File.WriteAllBytes(RunFile, [.. bytes]);
            try
            {
                foreach (string text in Renderings(RunFolder.Read(_folder.Path)))
                    Assert.NotNull(text);
                rendered++;
            }
            catch (UsageException e)
            {
                Assert.DoesNotContain('\n', e.Message);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(250).WithReplay(20260131, 1));
        Assert.InRange(rendered, 60, 240);
    }

    /// <summary>A run whose header explains every case, with a row of every kind.</summary>
    private byte[] Renderable()
    {
        RunRecord run = FixtureRuns.Quick().Noise((0.1, 0), (0.2, 0.01)).Record;
        string folder = _folder["whole"];
        using (RunWriter writer = RunWriter.Create(folder, run.Header))
        {
            foreach (ProcessRecord process in run.Processes)
                writer.Write(process, run.Measurements.Where(one => one.Case == process.Case && one.Process == process.Process)
                    .Select(static one => new Reading(one.Iteration, one.Phase, one.Metric, one.Value)));
            foreach (Outcome outcome in run.Outcomes.Values)
                writer.Write(outcome);
            foreach (NoiseRecord noise in run.Noise)
                writer.Write(noise);
        }
        return File.ReadAllBytes(RunFolder.RunFile(folder));
    }

    private RunRecord Read(params string[] lines)
    {
        File.WriteAllLines(RunFile, lines);
        return RunFolder.Read(_folder.Path);
    }

    private void Refused(string message, string[] lines) => Assert.Equal(message, Assert.Throws<UsageException>(() => Read(lines)).Message);

    /// <summary>The main file of each format that makes text of itself alone, in both styles.</summary>
    private static IEnumerable<string> Renderings(RunRecord run)
    {
        Summary[] summaries = [new(Explained(run))];
        foreach (ReportStyle style in Enum.GetValues<ReportStyle>())
            foreach (string format in (string[])["md", "csv", "latex", "html"])
                yield return string.Concat(ReportWriter.RenderAsync(summaries, ReportOptions.Default with { Style = style, Extrapolate = true }, format, CancellationToken.None)
                    .GetAwaiter().GetResult().Select(static file => Encoding.UTF8.GetString(file.Content.Span)));
    }

    /// <summary>The header of <see cref="SmallRun"/> leaves out the arguments of two of its workloads.</summary>
    private static RunRecord Explained(RunRecord run) => run.Header.Cases.Contains(Pi)
        ? run with
        {
            Header = run.Header with
            {
                Backends = [.. run.Header.Backends, new BackendInfo("node", "Node.js", BackendClass.OptimisingJit, "22", "")],
                Workloads = [.. run.Header.Workloads, .. new[] { "pi", "nop" }.Select(static id => new WorkloadInfo(id, id, new Dictionary<string, IReadOnlyList<string>> { ["small"] = ["1"] }))],
            },
        }
        : run;
}
