using Bench.Core;

namespace Bench.Tests.Tools;

public sealed class ToolboxTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_backend_that_needs_no_tool_is_ready() =>
        Assert.IsType<Availability.Ready>(await Toolbox().ProbeAllAsync([], CancellationToken.None));

    [Fact]
    public async Task The_version_is_the_first_tools_and_the_reason_the_first_missing_ones()
    {
        Toolbox tools = Toolbox(Printing("one", "one 1.2.3"), Printing("two", "v4.5 (x)"), new Tool { Id = "gone", Title = "Gone", Executables = ["no-such-tool"], Origin = "build it" });

        Assert.Equal(new Availability.Ready("1.2.3"), await tools.ProbeAllAsync(["one", "two"], CancellationToken.None));
        Assert.Equal(new Availability.Missing("'no-such-tool' is not on PATH", "build it"), await tools.ProbeAllAsync(["one", "gone", "two"], CancellationToken.None));
        Assert.Equal([("one", "1.2.3"), ("two", "4.5")], tools.Ready.Select(static pair => (pair.Tool.Id, pair.Version)));
    }

    [Fact]
    public async Task A_tool_without_a_version_is_missing_with_what_it_said() =>
        Assert.Equal(
            new Availability.Missing("silent --version did not print a version (exit code 3: no such option)", "put it on PATH"),
            await Toolbox(Script("silent", "echo no such option; exit 3")).ProbeAsync("silent", CancellationToken.None));

    [Fact]
    public async Task A_tool_is_missing_while_one_that_it_needs_is()
    {
        Toolbox tools = Toolbox(Printing("front", "1.0") with { Needs = ["back"] }, new Tool { Id = "back", Title = "Back", Files = ["no/such.so|nor/this.so"], Origin = "from there" });

        Assert.Equal(new Availability.Missing("this.so is not there", "from there"), await tools.ProbeAsync("front", CancellationToken.None));
    }

    [Fact]
    public async Task A_file_that_may_not_be_run_is_no_tool()
    {
        Tool tool = Printing("locked", "1.0");
        File.SetUnixFileMode(_folder["locked"], UnixFileMode.UserRead);

        Assert.IsType<Availability.Missing>(await Toolbox(tool).ProbeAsync("locked", CancellationToken.None));
    }

    [Fact]
    public async Task A_question_that_was_cancelled_is_asked_again()
    {
        using CancellationTokenSource cancellation = new();
        using PidPipe pipe = new();
        Toolbox tools = Toolbox(Script("slow", $"if [ -e '{_folder["asked"]}' ]; then echo 1.0; else : > '{_folder["asked"]}'; echo $$ > '{pipe.Path}'; exec sleep 1000; fi"));
        Task<int[]> asked = pipe.ReadAsync();
        Task<Availability> first = tools.ProbeAsync("slow", cancellation.Token);
        await asked;
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        Assert.Equal(new Availability.Ready("1.0"), await tools.ProbeAsync("slow", CancellationToken.None));
    }

    private Toolbox Toolbox(params Tool[] tools) => new(new RepoLayout(_folder.Path), new ToolCatalog(tools));

    private Tool Printing(string id, string version) => Script(id, $"echo '{version}'");

    private Tool Script(string id, string script)
    {
        File.SetUnixFileMode(_folder.Write(id, $"#!/bin/sh\n{script}\n"), (UnixFileMode)0b111_101_101);
        return new Tool { Id = id, Title = id, Executables = [$"./{id}"], VersionArguments = ["--version"] };
    }
}
