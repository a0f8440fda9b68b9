using Bench.Core;

namespace Bench.Tests;

public sealed class ArtifactStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _source;

    public ArtifactStoreTests() => _source = _folder.Write("source.c", "one");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_step_is_done_once_even_by_another_run()
    {
        Artifact first = await Store().MakeAsync(Copy(), CancellationToken.None);
        ArtifactStore second = Store();
        Artifact again = await second.MakeAsync(Copy(), CancellationToken.None);
        Artifact third = await second.MakeAsync(Copy(), CancellationToken.None);

        Assert.Equal([first.Path, first.Path], [again.Path, third.Path]);
        Assert.Equal(1, Builds());
        Assert.Equal("one", await File.ReadAllTextAsync(first.Path));
        Assert.Equal(3, first.Bytes);
        Assert.Contains(first.BuildCost, static one => one is { Phase: Phases.Build, Metric: Metric.Wall, Iteration: 0, Value: > 0 });
        Assert.Empty(again.BuildCost);
    }

    [Fact]
    public async Task A_store_that_cannot_be_written_fails_the_build_with_the_folder_in_its_message()
    {
        ArtifactStore store = new("/proc/bench-store", TimeSpan.FromMinutes(1));
        BuildFailedException fault = await Assert.ThrowsAsync<BuildFailedException>(() => store.MakeAsync(Copy(), CancellationToken.None));
        Assert.StartsWith("cannot write the artifact store /proc/bench-store: ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_killed_harness_was_building_long_ago_is_removed_and_what_another_builds_now_is_not()
    {
        string store = Path.GetDirectoryName(Path.GetDirectoryName((await Store().MakeAsync(Copy(), CancellationToken.None)).Path)!)!;
        DirectoryInfo old = Directory.CreateDirectory(Path.Combine(store, "building-old")), young = Directory.CreateDirectory(Path.Combine(store, "building-young"));
        old.LastWriteTimeUtc = DateTime.UtcNow.AddHours(-3);

        await Store().MakeAsync(Copy() with { Output = "other" }, CancellationToken.None);

        Assert.False(Directory.Exists(old.FullName));
        Assert.True(Directory.Exists(young.FullName));
    }

    [Fact]
    public async Task Two_backends_share_a_step_and_part_ways_after_it()
    {
        ArtifactStore store = Store();
        BuildStep Twice(string word) => new()
        {
            Phase = Phases.Compile, Output = "out", After = Copy(),
            Commands = paths => [Shell("cat \"$1\" > \"$2\"; echo \"$3\" >> \"$2\"", paths.Previous, paths.Output, word)],
        };

        Artifact a = await store.MakeAsync(Twice("a"), CancellationToken.None), b = await store.MakeAsync(Twice("b"), CancellationToken.None);

        Assert.Equal(1, Builds());
        Assert.Equal(("onea\n", "oneb\n"), (await File.ReadAllTextAsync(a.Path), await File.ReadAllTextAsync(b.Path)));
        // Compilers of engines are measured apart: the cost kept is the source compiler's.
        Assert.All(a.BuildCost, static one => Assert.Equal(Phases.Build, one.Phase));
    }

    [Fact]
    public async Task A_changed_source_tool_flag_folder_variable_or_output_makes_another_artifact()
    {
        ArtifactStore store = Store();
        List<string> made = [];
        async Task MakeAsync(BuildStep step) => made.Add((await store.MakeAsync(step, CancellationToken.None)).Path);
        Func<BuildPaths, IReadOnlyList<Command>> With(Func<Command, Command> change) => paths => [change(CopyCommand(paths))];

        await MakeAsync(Copy());
        await MakeAsync(Copy() with { ToolVersions = ["2.0"] });
        await MakeAsync(Copy() with { Output = "other" });
        await MakeAsync(Copy() with { Commands = With(static command => command.With("-O2")) });
        await MakeAsync(Copy() with { Commands = With(static command => command.With("-O", "2")) });
        // The same name in another folder is another file.
        await MakeAsync(Copy() with { Commands = With(static command => command.With("-I/opt/a/include")) });
        await MakeAsync(Copy() with { Commands = With(static command => command.With("-I/opt/b/include")) });
        await MakeAsync(Copy() with { Commands = With(static command => command.WithEnvironment("FAST", "1")) });
        await MakeAsync(Copy() with { Commands = With(static command => command with { WorkingDirectory = "/usr" }) });
        await MakeAsync(Copy() with { Commands = paths => [CopyCommand(paths), Command.Of("true")] });
        await MakeAsync(Copy() with { Inputs = [_source, _folder["missing"]] });
        _folder.Write("source.c", "two");
        await MakeAsync(Copy());

        Assert.Equal(made.Count, made.Distinct().Count());
    }

    [Fact]
    public async Task A_step_that_fails_says_what_the_tool_said_last_and_leaves_nothing()
    {
        BuildFailedException failed = await FailAsync(paths => [Shell("echo made > \"$1\"; echo first >&2; echo 'a.c:3: error: no' >&2; exit 3", paths.Output)]);

        Assert.Equal("sh: exit code 3: a.c:3: error: no", failed.Message);
        Assert.Equal("first\na.c:3: error: no\n", failed.Output);
        Assert.False(failed.ToolGone);
        Assert.Empty(Directory.GetFileSystemEntries(_folder["store"]));
    }

    [Fact]
    public async Task A_tool_that_has_gone_is_told_from_one_that_fails()
    {
        BuildFailedException failed = await FailAsync(static _ => [Command.Of("/opt/gone/clang", "-O3")]);

        Assert.True(failed.ToolGone);
        Assert.Equal("could not be started: clang: No such file or directory", failed.Message);
    }

    [Fact]
    public async Task A_later_command_is_not_run_after_one_that_failed()
    {
        await FailAsync(paths => [Command.Of("false"), CopyCommand(paths)]);

        Assert.Equal(0, Builds());
    }

    [Fact]
    public async Task A_step_that_makes_nothing_failed() =>
        Assert.Equal("the build step ended well but made no a.out", (await FailAsync(static _ => [Command.Of("true")])).Message);

    [Fact]
    public async Task A_step_whose_output_is_not_sound_failed_and_is_not_kept()
    {
        BuildStep step = Copy() with { Check = static _ => "not a module" };

        Assert.Equal("not a module", (await Assert.ThrowsAsync<BuildFailedException>(() => Store().MakeAsync(step, CancellationToken.None))).Message);
        Assert.Equal("not a module", (await Assert.ThrowsAsync<BuildFailedException>(() => Store().MakeAsync(step, CancellationToken.None))).Message);
    }

    [Fact]
    public async Task A_build_that_was_cancelled_is_not_taken_for_finished()
    {
        using PidPipe pipe = new();
        using CancellationTokenSource cancellation = new();
        Task<int[]> pids = pipe.ReadAsync();
        BuildStep step = Copy() with { Commands = paths => [Shell("echo half > \"$1\"; exec 9>\"$2\"; echo $$ >&9; exec 9>&-; [ \"$(cat \"$3\")\" = two ] || exec sleep 1000", paths.Output, pipe.Path, _source)], Inputs = [] };
        Task<Artifact> build = Store().MakeAsync(step, cancellation.Token);
        await pids;
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => build);

        Assert.Empty(Directory.GetFileSystemEntries(_folder["store"]));
        Processes.AssertGone(await pids);
    }

    [Fact]
    public async Task A_step_is_done_again_when_the_one_before_it_has_changed()
    {
        BuildStep After(string version) => new()
        {
            Phase = Phases.Compile, Output = "out", After = Copy() with { ToolVersions = [version] }, Commands = static paths => [Command.Of("cp", paths.Previous, paths.Output)],
        };

        Artifact first = await Store().MakeAsync(After("1.0"), CancellationToken.None), second = await Store().MakeAsync(After("1.1"), CancellationToken.None);

        Assert.NotEqual(first.Path, second.Path);
        Assert.Equal("one", await File.ReadAllTextAsync(second.Path));
    }

    [Fact]
    public async Task Folders_without_their_artifact_are_not_taken_for_finished()
    {
        _folder.Write("store/building-0123/a.out", "half");
        Artifact whole = await Store().MakeAsync(Copy(), CancellationToken.None);
        File.Delete(whole.Path);

        Artifact again = await Store().MakeAsync(Copy(), CancellationToken.None);

        Assert.Equal((whole.Path, "one"), (again.Path, await File.ReadAllTextAsync(again.Path)));
        Assert.Equal(2, Builds());
    }

    [Fact]
    public async Task Measuring_a_step_runs_it_again_and_throws_the_result_away()
    {
        ArtifactStore store = Store();
        Artifact kept = await store.MakeAsync(Copy(), CancellationToken.None);

        IReadOnlyList<Reading> cost = await store.MeasureAsync(Copy() with { Commands = paths => [CopyCommand(paths), Command.Of("true")] }, ExecutionOptions.Default, CancellationToken.None);

        Assert.Equal(2, Builds());
        Assert.Equal(cost.DistinctBy(static one => one.Metric), cost);
        Assert.Equal([Path.GetDirectoryName(kept.Path)!], Directory.GetFileSystemEntries(_folder["store"]));
    }

    [Fact]
    public async Task Many_makers_of_one_artifact_at_once_all_get_a_whole_one()
    {
        Artifact[] made = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Store().MakeAsync(Copy(), CancellationToken.None)));

        Assert.Single(made.Select(static one => one.Path).Distinct());
        Assert.Equal("one", await File.ReadAllTextAsync(made[0].Path));
        Assert.Single(Directory.GetFileSystemEntries(_folder["store"]));
    }

    [Fact]
    public async Task A_folder_is_an_artifact_as_well()
    {
        Artifact made = await Store().MakeAsync(Copy() with { Output = "app", Commands = static paths => [Shell("mkdir -p \"$1/deep\"; printf 12345 > \"$1/deep/file\"; printf 1 > \"$1/top\"", paths.Output)] }, CancellationToken.None);

        Assert.Equal(6, made.Bytes);
    }

    private ArtifactStore Store() => new(_folder["store"], TimeSpan.FromSeconds(60));

    /// <summary>Copies the source, and keeps a tally beside it.</summary>
    private BuildStep Copy() => new() { Phase = Phases.Build, Output = "a.out", Inputs = [_source], ToolVersions = ["1.0"], Commands = paths => [CopyCommand(paths)] };

    private Command CopyCommand(BuildPaths paths) =>
        Shell("[ -d \"$3\" ] && echo x >> \"$2.tally\" && printf %s \"$(cat \"$2\")\" > \"$1\"", paths.Output, _source, paths.Scratch);

    private int Builds() => File.Exists(_source + ".tally") ? File.ReadLines(_source + ".tally").Count() : 0;

    private async Task<BuildFailedException> FailAsync(Func<BuildPaths, IReadOnlyList<Command>> commands) =>
        await Assert.ThrowsAsync<BuildFailedException>(() => Store().MakeAsync(Copy() with { Commands = commands }, CancellationToken.None));

    private static Command Shell(string script, params string[] arguments) => FakeChild.Shell(script, arguments);
}
