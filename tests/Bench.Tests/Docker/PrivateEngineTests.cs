using System.Globalization;
using System.Security.Cryptography;
using Bench.Backends;
using Bench.Backends.Docker;
using Bench.Core;

namespace Bench.Tests.Docker;

/// <summary>Engines that are started, stopped and killed: each test has its own.</summary>
public sealed class PrivateEngineTests(DockerFixture docker) : IClassFixture<DockerFixture>, IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("bench-engine-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void NeedsEngine() => Skip.If(docker.Missing is not null, docker.Missing);

    [SkippableFact]
    public async Task Five_engines_one_after_the_other_leave_nothing_behind()
    {
        NeedsEngine();
        string program = docker.Compile("puts(\"hello\"); return 0;");
        string mounts = File.ReadAllText("/proc/self/mounts");
        for (int i = 0; i < 5; i++)
        {
            await using EngineSource source = new(DockerFixture.NoSocket, privileged: true);
            Execution run = await RunAsync(source, program);
            Assert.Equal("hello", run.Output.Head);
        }
        Assert.Equal(mounts, File.ReadAllText("/proc/self/mounts"));
        AssertNothingLeft();
    }

    [SkippableFact]
    public async Task A_checkout_deep_in_the_file_system_has_a_short_socket_all_the_same()
    {
        NeedsEngine();
        string deep = Path.Combine(_root, string.Join('/', Enumerable.Repeat("a-folder-with-a-long-name", 8)));
        await using EngineSource source = new(DockerFixture.NoSocket, privileged: true);
        DockerEngine engine = await source.GetAsync(DockerFixture.ToolboxIn(deep), default);
        Assert.InRange(engine.Socket.Length, 1, 107);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(engine.Socket)!));
    }

    [SkippableFact]
    public async Task An_engine_killed_under_a_running_container_is_a_launch_failure_and_the_next_case_gets_a_new_one()
    {
        NeedsEngine();
        string endless = docker.Compile("for (;;) pause();");
        await using (EngineSource source = new(DockerFixture.NoSocket, privileged: true))
        {
            DockerEngine engine = await source.GetAsync(DockerFixture.ToolboxIn(_root), default);
            Task<Execution> run = RunAsync(source, endless);
            while (!(await engine.ListAsync("bench", default)).Any())
                await Task.Yield();
            BackgroundProcess.KillLeftover(source.PrivatePid!.Value);

            Outcome.Failed failed = Judge.Fault(new CaseId("t", "t", "docker-native"), docker.Backend, new ExpectedOutput("", 0, null), await run)!;
            Assert.Equal(FailureCause.Launch, failed.Cause);
            Assert.Contains("Docker engine", failed.Error);
            Assert.Equal("again", (await RunAsync(source, docker.Compile("puts(\"again\"); return 0;"))).Output.Head);
        }
        AssertNothingLeft();
    }

    [SkippableFact]
    public async Task An_engine_asked_to_end_under_a_running_container_fails_the_case_and_does_not_hang()
    {
        NeedsEngine();
        EngineSource source = new(DockerFixture.NoSocket, privileged: true);
        DockerEngine engine = await source.GetAsync(DockerFixture.ToolboxIn(_root), default);
        Task<Execution> run = RunAsync(source, docker.Compile("for (;;) pause();"));
        while (!(await engine.ListAsync("bench", default)).Any())
            await Task.Yield();
        await source.DisposeAsync();
        Assert.NotNull(Judge.Fault(new CaseId("t", "t", "docker-native"), docker.Backend, new ExpectedOutput("", 0, null), await run));
        AssertNothingLeft();
    }

    [SkippableFact]
    public async Task What_a_killed_harness_left_is_ended_and_removed_by_the_next()
    {
        NeedsEngine();
        string folder = Path.Combine(_root, "artifacts", "docker", "0badcafe");
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        LeaveLock(folder);
        await using BackgroundProcess left = BackgroundProcess.Start(Command.Of("sh", "-c", "sleep 1000; true", "sh", folder), Path.Combine(_root, "log"));
        File.WriteAllText(Path.Combine(folder, "pid"), left.Pid.ToString(CultureInfo.InvariantCulture));
        // Before it has become what was asked for, nobody can know it for an engine with this folder.
        while (!File.ReadAllText($"/proc/{left.Pid}/cmdline").Contains(folder, StringComparison.Ordinal))
            await Task.Yield();
        await using (EngineSource source = new(DockerFixture.NoSocket, privileged: true))
            await source.GetAsync(DockerFixture.ToolboxIn(_root), default);
        Assert.Equal(new ExitStatus.Signalled(9), await left.Exited.WaitAsync(TimeSpan.FromMinutes(1)));
        AssertNothingLeft();
    }

    [SkippableFact]
    public async Task A_process_that_got_the_number_of_a_dead_engine_is_spared()
    {
        NeedsEngine();
        string folder = Path.Combine(_root, "artifacts", "docker", "0badcafe");
        Directory.CreateDirectory(folder);
        LeaveLock(folder);
        await using BackgroundProcess other = BackgroundProcess.Start(Command.Of("sleep", "1000"), Path.Combine(_root, "log"));
        File.WriteAllText(Path.Combine(folder, "pid"), other.Pid.ToString(CultureInfo.InvariantCulture));
        await using (EngineSource source = new(DockerFixture.NoSocket, privileged: true))
            await source.GetAsync(DockerFixture.ToolboxIn(_root), default);
        Assert.False(other.Exited.IsCompleted);
        Assert.False(Directory.Exists(folder));
    }

    [SkippableFact]
    public async Task An_engine_that_does_not_start_says_why()
    {
        NeedsEngine();
        string broken = Path.Combine(_root, "dockerd");
        File.WriteAllText(broken, "#!/bin/sh\necho 'no space for graph' >&2\nexit 4\n");
        File.SetUnixFileMode(broken, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Toolbox tools = new(new RepoLayout(_root), new ToolCatalog([new Tool { Id = "docker", Title = "Docker", Executables = [broken] }]));
        await using EngineSource source = new(DockerFixture.NoSocket, privileged: true);
        DockerException error = await Assert.ThrowsAsync<DockerException>(() => source.GetAsync(tools, default));
        Assert.Contains("exit code 4", error.Message);
        Assert.Contains("no space for graph", error.Message);
        AssertNothingLeft();
    }

    [SkippableFact]
    public async Task An_engine_that_answers_is_used_and_left_without_containers_and_images()
    {
        NeedsEngine();
        await using EngineSource owner = new(DockerFixture.NoSocket, privileged: true);
        DockerEngine engine = await owner.GetAsync(DockerFixture.ToolboxIn(_root), default);
        string host = "unix://" + engine.Socket;
        await using (EngineSource guest = new(host, privileged: false))
        {
            Assert.IsType<Availability.Ready>(await guest.ProbeAsync(ContainerRuntime.OfTheEngine, docker.Tools, default));
            Assert.Equal("hi", (await RunAsync(guest, docker.Compile("puts(\"hi\"); return 0;"))).Output.Head);
            Assert.Null(guest.PrivatePid);
        }
        Assert.Empty(await engine.ListAsync("bench", default));
    }

    [SkippableFact]
    public async Task Containers_of_a_dead_harness_are_removed_from_an_engine_that_answers_and_those_of_a_living_one_stay()
    {
        NeedsEngine();
        await using EngineSource owner = new(DockerFixture.NoSocket, privileged: true);
        Toolbox tools = DockerFixture.ToolboxIn(_root);
        DockerEngine engine = await owner.GetAsync(tools, default);
        (ContainerImage image, _) = await owner.ImageOfAsync(engine, ScratchRecipe.Program, tools, docker.Compile("for (;;) pause();"), default);
        Owner dead = Owner.Self with { StartTime = "1" };
        Dictionary<Owner, string> ids = [];
        foreach (Owner one in (Owner[])[Owner.Self, dead])
        {
            ContainerSpec spec = new($"bench-test-{one.StartTime}", image.Name, [], new Dictionary<string, string> { [Owner.Label] = one.ToString() }, 64 << 20, null, $"/{one.Group}");
            ids[one] = await engine.CreateAsync(spec, default);
            await engine.StartAsync(ids[one], default);
        }
        Assert.True(Owner.IsGroupOfTheDead(dead.Group));
        Assert.True(GroupExists(dead.Group));
        try
        {
            await using EngineSource next = new("unix://" + engine.Socket, privileged: true);
            await next.RemoveLeftoversAsync(new RepoLayout(_root), default);

            Assert.Equal(ids[Owner.Self], Assert.Single(await engine.ListAsync(Owner.Label, default)).Id);
            Assert.False(GroupExists(dead.Group));
            Assert.True(GroupExists(Owner.Self.Group));
        }
        finally
        {
            await engine.RemoveAsync(ids[Owner.Self], default);
            Cgroups.Remove("/" + Owner.Self.Group);
        }
    }

    [SkippableFact]
    public async Task A_disk_that_is_full_fails_the_program_that_does_not_fit_and_no_other()
    {
        NeedsEngine();
        string disk = Directory.CreateDirectory(Path.Combine(_root, "artifacts", "docker")).FullName;
        string large = Path.Combine(_root, "large"), small = docker.Compile("puts(\"fits\"); return 0;");
        await File.WriteAllBytesAsync(large, RandomNumberGenerator.GetBytes(64 << 20));
        CapturedOutput mounted = await ChildProcess.CaptureAsync(Command.Of("mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", disk), TimeSpan.FromSeconds(20), default);
        Skip.IfNot(mounted.Succeeded, $"no small disk can be mounted here: {mounted.Stderr}");
        try
        {
            await using EngineSource source = new(DockerFixture.NoSocket, privileged: true);
            BuildFailedException fault = await Assert.ThrowsAsync<BuildFailedException>(() => RunAsync(source, large));
            Assert.Contains("no space left on device", fault.Message);
            Assert.DoesNotContain('\n', fault.Message);
            Assert.Equal("fits", (await RunAsync(source, small)).Output.Head);
        }
        finally
        {
            await ChildProcess.CaptureAsync(Command.Of("umount", "-l", disk), TimeSpan.FromSeconds(20), default);
        }
        AssertNothingLeft();
    }

    [SkippableFact]
    public async Task A_base_that_is_no_file_system_fails_as_a_build_with_the_engine_s_words()
    {
        NeedsEngine();
        string damaged = Path.Combine(_root, "base.tar");
        await File.WriteAllTextAsync(damaged, new string('x', 4096));
        RepoLayout layout = new(_root);
        Toolbox tools = new(layout, new ToolCatalog([.. docker.Tools.Catalog.All, new Tool { Id = DebianRecipe.Tool, Title = "base", Files = [damaged] }]));
        await using EngineSource source = new(DockerFixture.NoSocket, privileged: true);
        Backend debian = new DockerFamily(source).Backends.Single(static one => one.Id == "docker-debian");
        BuildFailedException fault = await Assert.ThrowsAsync<BuildFailedException>(() =>
            debian.ExecuteAsync(DockerFixture.RequestFor(docker.Compile("return 0;")), tools, default));
        Assert.StartsWith("the Docker engine refused images/create: ", fault.Message, StringComparison.Ordinal);
        Assert.False(fault.ToolGone);
    }

    [Fact]
    public async Task Without_an_engine_and_without_root_it_is_missing_with_a_remedy()
    {
        await using EngineSource source = new(DockerFixture.NoSocket, privileged: false);
        Availability.Missing missing = Assert.IsType<Availability.Missing>(await source.ProbeAsync(ContainerRuntime.OfTheEngine, docker.Tools, default));
        Assert.Contains("only root can start one", missing.Reason);
        Assert.Contains("start the Docker engine", missing.Remedy);
    }

    [Fact]
    public async Task An_engine_behind_another_protocol_is_missing_with_a_remedy()
    {
        await using EngineSource source = new("tcp://127.0.0.1:2375", privileged: true);
        Assert.Contains("no Unix socket", Assert.IsType<Availability.Missing>(await source.ProbeAsync(ContainerRuntime.OfTheEngine, docker.Tools, default)).Reason);
    }

    /// <summary>The lock file of a harness that is dead: nobody holds it.</summary>
    private static void LeaveLock(string folder)
    {
        string file = folder + ".lock";
        File.WriteAllText(file, "");
        // A process that another test is just starting may have inherited the open file, and with it the lock, until it becomes its program.
        Assert.True(SpinWait.SpinUntil(() => CanHold(file), TimeSpan.FromSeconds(30)));
    }

    private static bool CanHold(string file)
    {
        try
        {
            using FileStream held = new(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private Task<Execution> RunAsync(EngineSource source, string program) =>
        new DockerFamily(source).Backends.Single(static one => one.Id == "docker-native")
            .ExecuteAsync(DockerFixture.RequestFor(program), DockerFixture.ToolboxIn(_root), default);

    private void AssertNothingLeft()
    {
        string folder = Path.Combine(_root, "artifacts", "docker");
        Assert.True(!Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any());
        foreach (string process in Directory.EnumerateDirectories("/proc").Where(static path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
            Assert.DoesNotContain(_root, CommandLineOf(process));
    }

    private static bool GroupExists(string name) =>
        Directory.Exists($"/sys/fs/cgroup/{name}") || Directory.EnumerateDirectories("/sys/fs/cgroup").Any(root => Directory.Exists($"{root}/{name}"));

    private static string CommandLineOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            return "";   // has ended meanwhile
        }
    }
}
