using Bench.Backends.Micro;
using Bench.Core;

namespace Bench.Tests;

/// <summary>Bench.Micro from outside, a script in the part of the dotnet that runs it.</summary>
public sealed class MicroProgramTests : IDisposable
{
    private static readonly CaseId s_case = new("take-value", "c03-k02", "y3-skip");
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_case_is_a_process_of_which_only_what_happens_inside_is_kept()
    {
        Execution execution = await RunAsync("printf 42; echo 'bench: phase=million iteration=1 ns=61000000' >&2; echo 'bench: phase=operation metric=allocated-bytes value=0' >&2");
        Assert.Equal([new Reading(1, Phases.Million, Metric.Wall, 61_000_000), new Reading(0, Phases.Operation, Metric.AllocatedBytes, 0)], execution.Readings);
        Assert.Null(execution.MalformedRow);
    }

    [Fact]
    public async Task The_thread_that_measures_is_pinned_and_not_the_process() =>
        Assert.EndsWith($"Bench.Micro.dll case {s_case} --core 0\n{Environment.ProcessorCount}", (await RunAsync("echo \"$@\"; nproc", core: 0)).Output.Head.Trim(), StringComparison.Ordinal);

    [Fact]
    public async Task A_process_without_a_time_is_no_sample() =>
        Assert.Equal("there is none of phase million", (await RunAsync("printf 42")).MalformedRow);

    [Fact]
    public void Answers_become_what_output_is_compared_with()
    {
        PlannedCase planned = Assert.Single(Program().Plan(Catalog(), [s_case]));
        Assert.True(new OutputSummary("73475cb40a568e8da8a045ced110137e159f890ac4da883b6b17dc651b3a8049", 2, "42", "").Matches(planned.Size.Expected));
        Assert.Equal(BackendClass.Library, planned.Backend.Class);
        Assert.Equal("DOTNET_TC_CallCountingDelayMs=10 dotnet Bench.Micro.dll case CASE", planned.Backend.Flags);
    }

    [Fact]
    public void A_case_that_is_gone_ends_a_run_that_would_go_on() =>
        Assert.Equal("Bench.Micro has no case take-value/c03-k02/y2 any more: begin a new run",
            Assert.Throws<UsageException>(() => Program().Plan(Catalog(), [s_case with { Backend = "y2" }])).Message);

    [Theory]
    [InlineData("no list")]
    [InlineData("""{ "tools": [], "backends": [], "workloads": [] }""")]
    [InlineData("""{ "tools": [], "backends": [], "workloads": [], "cases": [], "more": 1 }""")]
    public void A_list_that_is_none_is_refused(string text) => Assert.StartsWith("the list of cases", Assert.Throws<UsageException>(() => MicroCatalog.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_list_says_what_it_lacks_where_it_lacks_something()
    {
        const string None = "\"tools\": [], \"backends\": [], \"workloads\": [], \"cases\": []";
        Assert.Empty(MicroCatalog.Parse($"{{ {None} }}").Absent);
        Assert.Equal([new MicroAbsence("infer", "no library")], MicroCatalog.Parse($$"""{ {{None}}, "absent": [{ "workload": "infer", "reason": "no library" }] }""").Absent);
    }

    private async Task<Execution> RunAsync(string script, int? core = null)
    {
        MicroProgram program = Program(script);
        PlannedCase planned = program.Plan(Catalog(), [s_case])[0];
        ExecutionOptions options = ExecutionOptions.Default with { Timeout = TimeSpan.FromSeconds(20), Core = core };
        return await planned.Backend.ExecuteAsync(new ExecutionRequest(planned.Workload, planned.Size, "/program", options), Tools(), CancellationToken.None);
    }

    private MicroProgram Program(string script = "")
    {
        File.SetUnixFileMode(_folder.Write("dotnet", $"#!/bin/sh\n{script}\n"), (UnixFileMode)0b111_101_101);
        Directory.CreateDirectory(_folder["harness/Bench.Micro"]);
        Directory.CreateDirectory(_folder["runtimes/Bench.Y3"]);
        return new MicroProgram(Tools());
    }

    private Toolbox Tools() => new(new RepoLayout(_folder.Path), new ToolCatalog([new Tool { Id = "dotnet", Title = "dotnet", Executables = ["./dotnet"] }]));

    private static MicroCatalog Catalog() => new([], [new MicroContestant("y3-skip", "Y3", "1.0.0")], [new MicroWorkload("take-value", "one value", [new MicroSize("c03-k02", ["3", "2"], "42")])],
        [new MicroCase(s_case.ToString(), true)]);
}
