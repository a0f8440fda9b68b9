using Bench.Core;

namespace Bench.Tests;

/// <summary>Which artifact is whose, when checkouts lie in different places.</summary>
public sealed class MovedCheckoutTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("-I", "{0}/workloads")]
    [InlineData("{0}/workloads/a.c")]
    [InlineData("--map={0}=x", "{0}")]
    [InlineData("{0}/a:{0}/b,{0}/c")]
    public async Task The_same_checkout_in_another_folder_finds_the_same_artifact(params string[] arguments) =>
        Assert.Equal(await KeyAsync("here", arguments, "here"), await KeyAsync("a-longer/there", arguments, "a-longer/there"));

    [Theory]
    [InlineData("{0}s/a.c")]
    [InlineData("/else{0}/a.c")]
    public async Task A_folder_whose_name_only_holds_the_checkouts_is_another_one(string argument) =>
        Assert.NotEqual(await KeyAsync("here", [argument], "here"), await KeyAsync("there", [argument], "there"));

    [Fact]
    public async Task Another_checkout_that_the_tools_of_this_one_build_keeps_its_own_artifacts()
    {
        string[] own = ["-I", "{0}/workloads"];
        string ours = await KeyAsync("here", own, "here"), baseline = await KeyAsync("here", own, "baseline"), candidate = await KeyAsync("here", own, "candidate");
        Assert.Equal(3, new HashSet<string> { ours, baseline, candidate }.Count);
    }

    [Fact]
    public async Task An_environment_and_a_working_folder_move_along_too()
    {
        async Task<string> Key(string home) => await KeyAsync(home, Command.Of("true").WithEnvironment("LIBRARY", $"{_folder[home]}/lib") with { WorkingDirectory = Directory.CreateDirectory(_folder[home]).FullName });
        Assert.Equal(await Key("here"), await Key("there"));
    }

    private Task<string> KeyAsync(string home, string[] arguments, string root) =>
        KeyAsync(home, Command.Of("true", arguments.Select(argument => argument.Replace("{0}", _folder[root], StringComparison.Ordinal))));

    private async Task<string> KeyAsync(string home, Command command)
    {
        ArtifactStore store = new(new RepoLayout(_folder["root"]) { Home = _folder[home] }, TimeSpan.FromMinutes(1));
        Artifact artifact = await store.MakeAsync(new BuildStep
        {
            // The real output path is not known when the key is taken.
            Phase = Phases.Build, Output = "out", Commands = paths => [command, Command.Of("touch", paths.Output)],
        }, CancellationToken.None);
        return Path.GetFileName(Path.GetDirectoryName(artifact.Path)!);
    }
}
