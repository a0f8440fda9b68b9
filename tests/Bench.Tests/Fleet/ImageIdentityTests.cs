using System.Text;
using Bench.Core;

namespace Bench.Tests;

public sealed class ImageIdentityTests : IDisposable
{
    private static readonly Tool s_compiler = new() { Id = "compiler", Title = "Compiler", Executables = ["no-such-compiler"], VersionArguments = ["--version"], Builds = true };
    private static readonly Tool s_other = new() { Id = "other", Title = "Other", Executables = ["no-such-other"] };

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_checkout_outside_of_an_image_has_none() => Assert.Null(ImageIdentity.Of(new RepoLayout(_folder.Path)));

    [Fact]
    public void What_was_written_into_an_image_is_read_in_it()
    {
        ImageIdentity written = Enter();
        ImageIdentity read = ImageIdentity.Of(new RepoLayout(_folder.Path))!;

        Assert.Equal((written.Id, written.Commit, written.BenchVersion), (read.Id, read.Commit, read.BenchVersion));
        Assert.Equal(written.Programs, read.Programs);
        Assert.Equal(written.Tools, read.Tools);
    }

    [Fact]
    public async Task Cases_whose_programs_are_not_in_the_image_are_skipped_and_others_stay_as_they_were()
    {
        ImageIdentity image = Enter();
        RepoLayout layout = RepoLayout.Find(AppContext.BaseDirectory);
        RunOptions options = SmallRun.Header.Options with { Suite = "smoke", Workloads = ["nbody", "pi"], Backends = ["native-clang", "native-gcc"], Size = null };
        IReadOnlyList<PlannedCase> plan = await Planner.PlanAsync(options, SuiteCatalog.Load(layout.SuitesFile)["smoke"], WorkloadCatalog.Load(layout.Workloads), Bench.Backends.BackendCatalog.Discover().All,
            new Toolbox(layout, ToolCatalog.Load(layout.ToolsFile)), CancellationToken.None);
        PlannedCase[] ready = [.. plan.Select(static one => one with { SkipReason = null })];

        IReadOnlyList<PlannedCase> within = image.Within(ready);

        Assert.Equal(["nbody/native-clang"], within.Where(static one => one.SkipReason is null).Select(ImageIdentity.ProgramOf));
        Assert.All(within.Where(static one => one.SkipReason is not null), static one => Assert.StartsWith("not in this image; ", one.SkipReason, StringComparison.Ordinal));
        Assert.Equal(ready.Select(static one => one.Id), within.Select(static one => one.Id));
        Assert.All(image.Within([ready[^1] with { SkipReason = "retired" }]), static one => Assert.Equal("retired", one.SkipReason));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{ "id": null, "commit": "", "benchVersion": "", "programs": [], "tools": {} }""")]
    [InlineData("""{ "id": "", "commit": "", "benchVersion": "", "programs": [null], "tools": {} }""")]
    [InlineData("""{ "id": "", "commit": "", "benchVersion": "", "programs": [], "tools": { "clang": null } }""")]
    [InlineData("""{ "id": "", "commit": "", "benchVersion": "", "programs": [], "tools": { "clang": { "version": "1" } } }""")]
    [InlineData("""{ "id": "", "commit": "", "benchVersion": "", "programs": [], "tools": {}, "more": 1 }""")]
    public void A_file_that_is_not_one_is_named_in_one_line(string text)
    {
        string file = _folder.Write(ImageIdentity.FileName, text);
        string message = Assert.Throws<UsageException>(() => ImageIdentity.Of(new RepoLayout(_folder.Path))).Message;
        Assert.StartsWith(file, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public async Task A_tool_that_only_built_answers_with_what_it_was()
    {
        Enter();
        Toolbox tools = Toolbox();

        Assert.Equal(new Availability.Ready("19.1.7"), await tools.ProbeAsync("compiler", CancellationToken.None));
        Assert.Equal(("19.1.7", "/usr/bin/compiler"), (tools.Version("compiler"), tools["compiler"]));
    }

    [Fact]
    public async Task A_tool_that_is_in_neither_says_that_it_is_not_in_this_image()
    {
        Enter();
        Toolbox tools = Toolbox();

        Availability.Missing missing = Assert.IsType<Availability.Missing>(await tools.ProbeAsync("other", CancellationToken.None));
        Assert.Equal("Other is not in this image ('no-such-other' is not on PATH)", missing.Reason);
        Assert.Equal("build the image with a backend that needs it (./bench image build --backend …)", missing.Remedy);
        Assert.StartsWith("Other is not in this image; build the image", Assert.Throws<UsageException>(() => tools["other"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tool_that_the_image_says_it_has_is_asked_all_the_same()
    {
        Enter();
        File.SetUnixFileMode(_folder.Write(".tools/engine", "#!/bin/sh\necho 7.1\n"), (UnixFileMode)0b111_101_101);
        Toolbox tools = Toolbox();

        Assert.Equal(_folder[".tools/engine"], tools["engine"]);
        Assert.Equal(new Availability.Ready("7.1"), await tools.ProbeAsync("engine", CancellationToken.None));
    }

    [Fact]
    public async Task A_program_that_is_not_in_the_image_is_not_built_in_it()
    {
        ArtifactStore outside = new(new RepoLayout(_folder.Path), TimeSpan.FromMinutes(1));
        await outside.MakeAsync(Touch("there"), CancellationToken.None);
        Enter();
        ArtifactStore inside = new(new RepoLayout(_folder.Path), TimeSpan.FromMinutes(1));

        Assert.True(File.Exists((await inside.MakeAsync(Touch("there"), CancellationToken.None)).Path));
        BuildFailedException fault = await Assert.ThrowsAsync<BuildFailedException>(() => inside.MakeAsync(Touch("absent"), CancellationToken.None));
        Assert.StartsWith("absent is not in this image; ", fault.Message, StringComparison.Ordinal);
        // An engine's compiler works where its output runs.
        Assert.True(File.Exists((await inside.MakeAsync(Touch("absent") with { Phase = Phases.Compile }, CancellationToken.None)).Path));
    }

    private ImageIdentity Enter()
    {
        ImageIdentity identity = new()
        {
            Id = new string('a', 64), Commit = "0123456789ab", BenchVersion = "1.0.0", Programs = ["nbody/native-clang"],
            Tools = new Dictionary<string, ImageTool> { ["compiler"] = new("19.1.7", "/usr/bin/compiler", Inside: false), ["engine"] = new("7.0", ".tools/engine", Inside: true) },
        };
        _folder.Write(ImageIdentity.FileName, Encoding.UTF8.GetString(identity.ToJson()));
        return identity;
    }

    private Toolbox Toolbox() => new(new RepoLayout(_folder.Path), new ToolCatalog([s_compiler, s_other, new Tool { Id = "engine", Title = "Engine", Executables = [".tools/engine"], VersionArguments = ["--version"], VersionPattern = @"(\d\S*)" }]));

    private static BuildStep Touch(string name) => new() { Phase = Phases.Build, Output = name, Commands = static paths => [Command.Of("touch", paths.Output)] };
}
