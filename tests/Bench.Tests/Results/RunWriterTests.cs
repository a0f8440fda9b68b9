using Bench.Core;

namespace Bench.Tests.Results;

public sealed class RunWriterTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, InlineData("/proc/bench"), InlineData("/dev/null/run"), InlineData("/proc/self")]
    public void A_folder_that_cannot_be_written_is_refused_with_what_to_do(string folder)
    {
        UsageException refused = Assert.Throws<UsageException>(() => RunWriter.Create(folder, SmallRun.Header));

        Assert.StartsWith($"cannot write {folder}: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("choose another folder with --out", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Fact]
    public void Going_on_where_there_is_no_run_is_refused() => Assert.Throws<UsageException>(() => RunWriter.Append(_folder["nothing"]));

    [Fact]
    public void One_run_has_one_writer()
    {
        SmallRun.Write(_folder["run"]);
        using RunWriter first = RunWriter.Append(_folder["run"]);

        Assert.Throws<UsageException>(() => RunWriter.Append(_folder["run"]));
    }

    [Fact]
    public void A_run_can_be_read_while_it_is_written()
    {
        using RunWriter writer = RunWriter.Create(_folder["run"], SmallRun.Header);
        writer.Write(SmallRun.Process(SmallRun.Pi, 1, 1), [new Reading(0, Phases.Total, Metric.Wall, 1)]);

        Assert.Single(RunFolder.Read(_folder["run"]).Measurements);
    }

    [SkippableFact]
    public void On_a_full_disk_what_was_written_before_is_kept_and_whole()
    {
        using SmallDisk disk = SmallDisk.Mount(64 << 10);
        string folder = Path.Combine(disk.Path, "run");
        Reading[] readings = [.. Enumerable.Range(1, 20).Select(static i => new Reading(i, Phases.Execute, Metric.Wall, i))];
        int written = 0;
        using (RunWriter writer = RunWriter.Create(folder, SmallRun.Header))
        {
            UsageException full = Assert.Throws<UsageException>(() =>
            {
                for (; written < 1000; written++)
                    writer.Write(SmallRun.Process(SmallRun.Pi, written + 1, written + 1), readings);
            });
            Assert.Contains("No space left on device", full.Message, StringComparison.Ordinal);
            Assert.Contains("what was measured before is kept", full.Message, StringComparison.Ordinal);

            RunRecord run = RunFolder.Read(folder);
            Assert.Equal((written, 0), (run.Processes.Count, run.TornRows));
        }

        // Nor does a run begin that could not even write its header.
        File.WriteAllBytes(Path.Combine(disk.Path, "rest"), new byte[disk.FreeBytes]);
        Assert.Throws<UsageException>(() => RunWriter.Create(Path.Combine(disk.Path, "second"), SmallRun.Header));
        Assert.False(File.Exists(RunFolder.RunFile(Path.Combine(disk.Path, "second"))));
    }
}
