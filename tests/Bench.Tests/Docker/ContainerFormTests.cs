using Bench.Backends;
using Bench.Backends.Docker;
using Bench.Core;
using Bench.Tests.Setup;

namespace Bench.Tests.Docker;

/// <summary>Every form of a container, with this machine's tools and an engine of their own.</summary>
public sealed class ContainerFormTests(ContainerFormTests.Engine engine) : IClassFixture<ContainerFormTests.Engine>
{
    private static readonly Toolbox s_tools = new(Checkout.Layout, ToolCatalog.Load(Checkout.Layout.ToolsFile));

    public static TheoryData<string> Forms => [.. new DockerFamily().Backends.Select(static one => one.Id)];

    [SkippableTheory, MemberData(nameof(Forms))]
    public async Task Each_form_answers_and_tells_what_every_step_took(string id)
    {
        Backend backend = engine.Family.Backends.Single(one => one.Id == id);
        Skip.If(await backend.ProbeAsync(s_tools, default) is Availability.Missing, $"{id} cannot run here");
        Workload triple = WorkloadCatalog.Load(Checkout.Layout.Workloads).Single(static one => one.Id == "triple");
        ArtifactStore store = new(Checkout.Layout, TimeSpan.FromMinutes(5));
        Artifact artifact = await store.MakeAsync(backend.Build(triple, s_tools), default);
        WorkloadSize size = triple.Sizes["smoke"];

        Execution run = await backend.ExecuteAsync(new ExecutionRequest(triple, size, artifact.Path, ExecutionOptions.Default with { Core = 0 }), s_tools, default);

        Assert.Null(Judge.Fault(new CaseId("triple", "smoke", id), backend, size.Expected, run));
        foreach (string phase in (string[])[Phases.Image, Phases.Create, Phases.Start, Phases.FirstOutput, Phases.Startup, Phases.Total, Phases.Remove, Phases.Harness])
            Assert.True(Assert.Single(run.Readings, one => one.Phase == phase && one.Metric == Metric.Wall).Value > 0, phase);
        Assert.True(Assert.Single(run.Readings, static one => one.Metric == Metric.ImageBytes).Value >= new FileInfo(artifact.Path).Length);
        Assert.Empty(await (await engine.Source.GetAsync(s_tools, default)).ListAsync(Owner.Label, default));
    }

    [SkippableFact]
    public async Task A_second_program_on_the_distribution_adds_its_own_layer_and_no_other()
    {
        ContainerBackend backend = (ContainerBackend)engine.Family.Backends.Single(static one => one.Id == "docker-debian");
        Skip.If(await backend.ProbeAsync(s_tools, default) is Availability.Missing, "the base is not installed");
        DockerEngine docker = await engine.Source.GetAsync(s_tools, default);
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            await File.WriteAllTextAsync(file, "#!/bin/sh\nexit 0\n");
            string distribution = (await backend.Recipe.BaseAsync(docker, s_tools, default))!;
            (ContainerImage image, TimeSpan? made) = await engine.Source.ImageOfAsync(docker, backend.Recipe, s_tools, file, default);
            Assert.NotNull(made);
            Assert.Equal(await docker.ImageBytesAsync(distribution, default) + new FileInfo(file).Length, image.Bytes);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task An_engine_without_the_runtime_makes_the_forms_that_need_it_missing_with_a_remedy()
    {
        Tool[] none = [.. s_tools.Catalog.All.Select(static tool => tool.Id is "crun" or "runsc" or "debian-base" ? tool with { Executables = ["no-such-program"], Files = ["/no-such-file"] } : tool)];
        Toolbox bare = new(Checkout.Layout, new ToolCatalog(none));
        foreach (string id in (string[])["docker-crun", "docker-runsc", "docker-wasm", "docker-debian", "docker-node"])
        {
            Availability.Missing missing = Assert.IsType<Availability.Missing>(await engine.Family.Backends.Single(one => one.Id == id).ProbeAsync(bare, default));
            Assert.NotEmpty(missing.Reason);
            Assert.NotEmpty(missing.Remedy);
        }
    }

    public sealed class Engine : IAsyncLifetime
    {
        public EngineSource Source { get; } = new(DockerFixture.NoSocket, Environment.IsPrivilegedProcess);

        public DockerFamily Family { get; private set; } = null!;

        public Task InitializeAsync()
        {
            Family = new DockerFamily(Source);
            return Task.CompletedTask;
        }

        public async Task DisposeAsync() => await Family.DisposeAsync();
    }
}
