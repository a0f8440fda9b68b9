using Bench.Core;

namespace Bench.Tests;

public sealed class ArtifactStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Built => _folder["built"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_same_step_is_built_once()
    {
        ArtifactStore store = Store();
        Artifact first = await MakeAsync(store, Step());
        Artifact again = await MakeAsync(store, Step());
        Artifact later = await MakeAsync(Store(), Step());

        Assert.Equal(1, Builds);
        Assert.Equal(first.Path, again.Path);
        Assert.Equal(first.Path, later.Path);
        Assert.NotEmpty(first.BuildCost);
        Assert.Empty(later.BuildCost);
        Assert.Equal(4, later.Bytes);
        Assert.Equal("out\n", File.ReadAllText(later.Path));
    }

    [Fact]
    public async Task Another_input_version_flag_or_name_is_another_artifact()
    {
        string input = _folder.Write("in.c", "1");
        BuildStep step = Step() with { Inputs = [input], ToolVersions = ["1.0"] };
        await MakeAsync(Store(), step);
        await MakeAsync(Store(), step with { ToolVersions = ["1.1"] });
        await MakeAsync(Store(), step with { Commands = Commands("-O3") });
        await MakeAsync(Store(), step with { Output = "other" });
        Assert.Equal(4, Builds);

        _folder.Write("in.c", "2");
        await MakeAsync(Store(), step);
        Assert.Equal(5, Builds);
    }

    [Fact]
    public async Task A_step_is_built_again_when_the_one_before_it_is()
    {
        BuildStep second = Copy() with { After = Step() with { ToolVersions = ["1.0"] } };
        Artifact one = await MakeAsync(Store(), second);
        Artifact two = await MakeAsync(Store(), second with { After = Step() with { ToolVersions = ["1.1"] } });
        Assert.NotEqual(one.Path, two.Path);
        Assert.Equal("out\n", File.ReadAllText(two.Path));
    }

    [Fact]
    public async Task A_command_that_fails_is_described_with_the_tools_last_line()
    {
        BuildFailedException failure = await FailsAsync(Step() with { Commands = static _ => [FakeChild.Shell("echo first; echo 'x.c:1: error' >&2; exit 7")] });
        Assert.False(failure.ToolGone);
        Assert.Equal("sh: exit code 7: x.c:1: error", failure.Message);
        Assert.Contains("first", failure.Output);
    }

    [Fact]
    public async Task A_command_that_is_not_there_is_a_tool_that_has_gone() =>
        Assert.True((await FailsAsync(Step() with { Commands = static _ => [Command.Of("/nowhere/cc")] })).ToolGone);

    [Fact]
    public async Task A_step_that_makes_nothing_has_failed() =>
        Assert.Equal("the build step ended well but made no thing", (await FailsAsync(Step() with { Commands = static _ => [Command.Of("true")] })).Message);

    [Fact]
    public async Task An_artifact_that_does_not_pass_its_check_is_not_kept()
    {
        Assert.Equal("thing is damaged", (await FailsAsync(Step() with { Check = static path => $"{Path.GetFileName(path)} is damaged" })).Message);
        await MakeAsync(Store(), Step());
        Assert.Equal(2, Builds);
    }

    [Fact]
    public async Task A_failure_leaves_nothing_behind()
    {
        await FailsAsync(Step() with { Commands = static _ => [Command.Of("false")] });
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["store"]));
    }

    [Fact]
    public async Task Folders_of_builds_that_were_cut_short_do_no_harm()
    {
        _folder.Write("store/building-0123/thing", "half");
        Artifact made = await MakeAsync(Store(), Step());
        File.Delete(made.Path);   // a finished folder without its artifact is no artifact either
        Assert.Equal("out\n", File.ReadAllText((await MakeAsync(Store(), Step())).Path));
    }

    [Fact]
    public async Task Two_stores_may_use_one_folder_at_once()
    {
        for (int round = 0; round < 5; round++)
        {
            BuildStep step = Step() with { ToolVersions = [$"{round}"] };
            Artifact[] made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => MakeAsync(Store(), step))));
            Assert.Single(made.Select(static one => one.Path).Distinct());
            Assert.Equal("out\n", File.ReadAllText(made[0].Path));
        }
        Assert.Empty(Directory.EnumerateDirectories(_folder["store"], "building-*"));
    }

    [Fact]
    public async Task Measuring_a_step_runs_it_again_and_throws_the_result_away()
    {
        ArtifactStore store = Store();
        BuildStep step = Step() with { Phase = Phases.Compile };
        Artifact made = await MakeAsync(store, step);
        IReadOnlyList<Reading> cost = await store.MeasureAsync(step, ExecutionOptions.Default, CancellationToken.None);

        Assert.Equal(2, Builds);
        Assert.All(cost, static one => Assert.Equal(Phases.Compile, one.Phase));
        Assert.Single(cost, static one => one.Metric == Metric.Wall);
        Assert.Equal([Path.GetDirectoryName(made.Path)!], Directory.EnumerateDirectories(_folder["store"]));
    }

    private int Builds => File.Exists(Built) ? File.ReadAllLines(Built).Length : 0;

    private ArtifactStore Store() => new(_folder["store"], TimeSpan.FromMinutes(1));

    private BuildStep Step() => new() { Phase = Phases.Build, Output = "thing", Commands = Commands("-O2") };

    private static BuildStep Copy() => new()
    {
        Phase = Phases.Compile, Output = "copy", Commands = static paths => [Command.Of("cp", paths.Previous, paths.Output)],
    };

    /// <summary>Writes the output, and a line for each time that it did.</summary>
    private Func<BuildPaths, IReadOnlyList<Command>> Commands(string flag) =>
        paths => [FakeChild.Shell("echo out > \"$1\"; echo built >> \"$2\"", paths.Output, Built, flag)];

    private static Task<Artifact> MakeAsync(ArtifactStore store, BuildStep step) => store.MakeAsync(step, CancellationToken.None);

    private Task<BuildFailedException> FailsAsync(BuildStep step) => Assert.ThrowsAsync<BuildFailedException>(() => MakeAsync(Store(), step));
}
