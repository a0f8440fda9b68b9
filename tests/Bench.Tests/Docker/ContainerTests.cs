using Bench.Core;

namespace Bench.Tests.Docker;

public sealed class ContainerTests(DockerFixture docker) : IClassFixture<DockerFixture>
{
    private void NeedsEngine() => Skip.If(docker.Missing is not null, docker.Missing);

    [SkippableFact]
    public async Task A_program_prints_reports_rows_and_exits_with_its_own_code()
    {
        NeedsEngine();
        Execution run = await docker.RunAsync("""
            struct timespec t;
            clock_gettime(CLOCK_REALTIME, &t);
            fprintf(stderr, "bench: main-at=%lld\n", t.tv_sec * 1000000000LL + t.tv_nsec);
            fprintf(stderr, "bench: phase=execute iteration=1 ns=42\nsome words\n");
            printf("hello %s\n", argv[1]);
            return 3;
            """, arguments: "world");

        Assert.Equal(new ExitStatus.Exited(3), run.Exit);
        Assert.Equal("hello world", run.Output.Head);
        Assert.Equal(12, run.Output.Bytes);
        Assert.Equal("some words", run.StderrTail);
        Assert.Null(run.MalformedRow);
        Assert.Contains(new Reading(1, Phases.Execute, Metric.Wall, 42), run.Readings);
        foreach (string phase in (string[])[Phases.Image, Phases.Create, Phases.Start, Phases.FirstOutput, Phases.Total, Phases.Remove, Phases.Startup])
            Assert.True(Assert.Single(run.Readings, one => one.Phase == phase && one.Metric == Metric.Wall).Value > 0, phase);
        Assert.True(Assert.Single(run.Readings, static one => one.Metric == Metric.ImageBytes).Value > 10_000);
        Assert.True(run.Readings.Where(static one => one.Metric is Metric.User or Metric.Sys).Sum(static one => one.Value) > 0);
        Assert.InRange(Assert.Single(run.Readings, static one => one.Metric == Metric.PeakCgroup).Value, 1 << 16, ExecutionOptions.Default.MemoryBytes);
        Assert.DoesNotContain(run.Readings, static one => one.Metric == Metric.PeakRss);
        Assert.Empty(await docker.ContainersAsync());
    }

    [SkippableFact]
    public async Task What_measuring_adds_is_what_the_engine_s_own_record_of_the_container_does_not_hold()
    {
        NeedsEngine();
        Execution run = await docker.RunAsync("puts(\"hello\"); return 0;");
        long harness = Assert.Single(run.Readings, static one => one.Phase == Phases.Harness).Value;
        Assert.InRange(harness, 1, ValueOf(run, Phases.Total) + ValueOf(run, Phases.Remove));
    }

    [SkippableFact]
    public async Task An_image_that_the_engine_has_is_not_made_again()
    {
        NeedsEngine();
        Assert.Contains((await docker.RunAsync("puts(\"once\"); return 0;")).Readings, static one => one.Phase == Phases.Image);
        Assert.DoesNotContain((await docker.RunAsync("puts(\"once\"); return 0;")).Readings, static one => one.Phase == Phases.Image);
    }

    [SkippableFact]
    public async Task The_first_output_is_later_than_the_start_and_earlier_than_the_end()
    {
        NeedsEngine();
        Execution run = await docker.RunAsync("puts(\"first\"); fflush(stdout); usleep(200000); puts(\"last\"); return 0;");
        Assert.InRange(ValueOf(run, Phases.FirstOutput), ValueOf(run, Phases.Create), ValueOf(run, Phases.Total) - 100_000_000);
        Assert.DoesNotContain((await docker.RunAsync("return 0;")).Readings, static one => one.Phase == Phases.FirstOutput);
    }

    [SkippableFact]
    public async Task Fifty_megabytes_of_output_pass_through_and_are_counted()
    {
        NeedsEngine();
        Execution run = await docker.RunAsync("""
            static char block[65536];
            memset(block, 'x', sizeof block);
            for (int i = 0; i < 800; i++) { fwrite(block, 1, sizeof block, stdout); fwrite(block, 1, 1024, stderr); }
            return 0;
            """);
        Assert.Equal(new ExitStatus.Exited(0), run.Exit);
        Assert.Equal(800L * 65536, run.Output.Bytes);
        Assert.InRange(run.StderrTail.Length, 1, 8192);
    }

    [SkippableFact]
    public async Task An_endless_loop_times_out_and_leaves_no_container()
    {
        NeedsEngine();
        Execution run = await docker.RunAsync("""puts("begun"); fflush(stdout); for (volatile int i = 0;; i++) ;""",
            ExecutionOptions.Default with { Timeout = TimeSpan.FromSeconds(1) });
        Assert.Equal(new ExitStatus.TimedOut(TimeSpan.FromSeconds(1)), run.Exit);
        Assert.Equal("begun", run.Output.Head);
        Assert.DoesNotContain(run.Readings, static one => one.Phase == Phases.Total);
        Assert.Empty(await docker.ContainersAsync());
    }

    [SkippableFact]
    public async Task A_container_that_will_not_end_when_it_is_asked_to_is_killed_and_removed()
    {
        NeedsEngine();
        Execution run = await docker.RunAsync("""signal(SIGTERM, SIG_IGN); signal(SIGINT, SIG_IGN); puts("deaf"); fflush(stdout); for (;;) pause();""",
            ExecutionOptions.Default with { Timeout = TimeSpan.FromSeconds(2) });
        Assert.Equal(FailureCause.Timeout, FaultOf(run)!.Cause);
        Assert.Equal("deaf", run.Output.Head);
        Assert.Empty(await docker.ContainersAsync());
    }

    [SkippableFact]
    public async Task A_program_that_eats_memory_is_reported_as_out_of_memory()
    {
        NeedsEngine();
        Execution run = await docker.RunAsync("for (;;) { char *volatile p = malloc(1 << 20); memset(p, 1, 1 << 20); }",
            ExecutionOptions.Default with { MemoryBytes = 32 << 20 });
        Assert.IsType<ExitStatus.MemoryExceeded>(run.Exit);
        Assert.Equal(FailureCause.OutOfMemory, FaultOf(run)!.Cause);
    }

    [SkippableFact]
    public async Task A_fatal_signal_is_a_trap()
    {
        NeedsEngine();
        Execution run = await docker.RunAsync("volatile int *p = 0; return *p;");
        Assert.Equal(new ExitStatus.Signalled(11), run.Exit);
        Assert.Equal(FailureCause.Trap, FaultOf(run)!.Cause);
    }

    [SkippableFact]
    public async Task It_has_no_network_cannot_write_and_stays_on_its_core()
    {
        NeedsEngine();
        Execution run = await docker.RunAsync("""
            char line[256];
            FILE *f = fopen("/proc/net/dev", "r");
            while (fgets(line, sizeof line, f)) if (strchr(line, ':')) printf("%.*s", (int)strcspn(line + strspn(line, " "), " "), line + strspn(line, " "));
            f = fopen("/proc/self/status", "r");
            while (fgets(line, sizeof line, f)) if (!strncmp(line, "Cpus_allowed_list", 17) || !strncmp(line, "CapEff", 6) || !strncmp(line, "NoNewPrivs", 10)) printf("%s", line);
            printf("%s", fopen("/file", "w") ? "written" : "read-only");
            return 0;
            """, ExecutionOptions.Default with { Core = 0 });
        Assert.Equal("lo:CapEff:\t0000000000000000\nNoNewPrivs:\t1\nCpus_allowed_list:\t0\nread-only", run.Output.Head);
    }

    [SkippableFact]
    public async Task Cancelled_in_the_middle_it_leaves_nothing()
    {
        NeedsEngine();
        using CancellationTokenSource cancel = new();
        Task<Execution> run = docker.RunAsync("for (;;) pause();", ct: cancel.Token);
        while ((await docker.ContainersAsync()).Count == 0)
            await Task.Yield();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Empty(await docker.ContainersAsync());
    }

    [SkippableFact]
    public async Task What_is_no_program_fails_with_the_container_runtimes_own_words()
    {
        NeedsEngine();
        string file = Path.Combine(docker.Folder, "not-a-program");
        await File.WriteAllTextAsync(file, "#no program\n");
        Execution run = await docker.Backend.ExecuteAsync(DockerFixture.RequestFor(file), docker.Tools, default);
        Assert.NotNull(FaultOf(run));
        Assert.Contains("exec format error", run.StderrTail + (run.Exit as ExitStatus.NotStarted)?.Reason);
        Assert.Empty(await docker.ContainersAsync());
    }

    [SkippableFact]
    public async Task Sweeping_for_strays_spares_the_engine_and_its_containers()
    {
        NeedsEngine();
        Task<Execution> run = docker.RunAsync("sleep(2); puts(\"survived\"); return 0;");
        while ((await docker.ContainersAsync()).Count == 0)
            await Task.Yield();
        for (int i = 0; i < 20 && !run.IsCompleted; i++)
            await ChildProcess.CaptureAsync(Command.Of("sh", "-c", "sleep 60 & true"), TimeSpan.FromSeconds(30), default);
        Assert.Equal("survived", (await run).Output.Head);
    }

    private static long ValueOf(Execution run, string phase) => Assert.Single(run.Readings, one => one.Phase == phase && one.Metric == Metric.Wall).Value;

    private Outcome.Failed? FaultOf(Execution run) =>
        Judge.Fault(new CaseId("test", "test", docker.Backend.Id), docker.Backend, new ExpectedOutput("", 0, null), run);
}
