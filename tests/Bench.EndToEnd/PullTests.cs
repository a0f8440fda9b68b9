using Bench.Core;
using Xunit;

namespace Bench.EndToEnd;

/// <summary>Machines that have no image pull it from ./bench image serve, and what is said where that does not work.</summary>
[Trait("Speed", "Slow")]
public sealed class PullTests(PullFixture pull) : IClassFixture<PullFixture>, IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private static readonly string[] s_run = ["fleet", "run", "--suite", "smoke", "--backend", "native-clang", "--workload", "nop", "--processes", "2"];
    private static readonly string[] s_open = ["--on", $"vm.type=={PullFixture.Open}"];
    private static readonly string[] s_pulling = ["10.77.0.11", "10.77.0.12"];

    private readonly string _folder = pull.PathOf(Guid.NewGuid().ToString("n"));

    private string ServeLog => _folder + ".registry";

    public Task InitializeAsync() => pull.Missing is null ? pull.ForgetAsync() : Task.CompletedTask;

    public Task DisposeAsync() => Task.CompletedTask;

    [SkippableFact]
    public async Task Machines_without_the_image_pull_it_and_measure_while_one_that_insists_on_TLS_is_told_what_to_do()
    {
        Skip.If(pull.Missing is not null, pull.Missing);
        CapturedOutput output;
        await using (BackgroundProcess registry = await pull.ServeAsync(ServeLog))
            output = await pull.BenchAsync([.. s_run, "--image", pull.Image, "--out", _folder]);

        Assert.Equal(new ExitStatus.Exited(1), output.Exit);
        string served = await File.ReadAllTextAsync(ServeLog);
        foreach (string node in s_pulling)
            foreach (string layer in (string[])["system", "engines", "workloads", "harness", "identity"])
                Assert.Matches($@"(?m)^{node}: {layer}, \S+ [KM]?i?B in \d+\.\d s$", served);
        Assert.Equal(2, output.Stderr.Split('\n').Count(static line => line.EndsWith(": preparing", StringComparison.Ordinal)));
        FleetRecord record = FleetFolder.Read(_folder);
        Assert.Equal(pull.Image, record.Image);
        Assert.StartsWith(pull.Image.Split(':')[^1], record.ImageId, StringComparison.Ordinal);
        Assert.Equal([FleetNodeState.Done, FleetNodeState.Done, FleetNodeState.Failed], record.Nodes.Select(static node => node.State));
        foreach (FleetNode node in record.Nodes.Take(2))
        {
            RunRecord run = RunFolder.Read(FleetFolder.NodeFolder(_folder, node));
            Assert.Equal(2, run.Processes.Count);
            Assert.InRange(node.PreparingSeconds!.Value, 0.1, node.Seconds!.Value);
        }
        Assert.Equal(
            $"its task was rejected: No such image: {pull.Image}: the manager's engine gets it from {PullFixture.Registry}; docker pull on that node says what is in its way, "
            + $"and without TLS its daemon.json needs \"insecure-registries\": [\"{PullFixture.Registry}\"]", record.Nodes[2].Cause);
        Assert.Contains($"vm-3 ({PullFixture.Strict}): failed: {record.Nodes[2].Cause}\n", output.Stdout, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("10.77.0.11:5000/bench:0000000000000000", "10.77.0.11:5000 has no such image; ./bench image serve shows the name of the one that it has")]
    [InlineData("10.77.0.11:5001/bench:0000000000000000", "10.77.0.11:5001 does not answer (connection refused); ./bench image serve has to run until every node has pulled")]
    public async Task An_image_that_nobody_can_pull_is_said_of_each_machine(string image, string expected)
    {
        Skip.If(pull.Missing is not null, pull.Missing);
        CapturedOutput output;
        await using (BackgroundProcess registry = await pull.ServeAsync(ServeLog))
            output = await pull.BenchAsync([.. s_run, .. s_open, "--image", image, "--out", _folder]);

        Assert.Equal(new ExitStatus.Exited(3), output.Exit);
        Assert.All(FleetFolder.Read(_folder).Nodes, node => Assert.Equal((FleetNodeState.Failed, $"its task was rejected: No such image: {image}: {expected}"), (node.State, node.Cause)));
        bool asked = (await File.ReadAllTextAsync(ServeLog)).Contains("10.77.0.12: asked for 0000000000000000, which is not here", StringComparison.Ordinal);
        Assert.Equal(image.StartsWith(PullFixture.Registry, StringComparison.Ordinal), asked);
    }

    [SkippableFact]
    public async Task A_registry_that_is_ended_in_the_middle_of_a_layer_and_started_again_is_pulled_on_from()
    {
        Skip.If(pull.Missing is not null, pull.Missing);
        await using BackgroundProcess first = await pull.ServeAsync(ServeLog);
        await using BackgroundProcess caller = BackgroundProcess.Start(pull.CommandOf([.. s_run, .. s_open, "--image", pull.Image, "--out", _folder]), _folder + ".log");
        // Whoever has a layer knows the image, and asks for the rest of it again; whoever is just asking what there is gives up.
        await PullFixture.UntilAsync(() => s_pulling.All(node => File.ReadAllText(ServeLog).Contains($"{node}: workloads, ", StringComparison.Ordinal)), "a small layer on both machines");
        Assert.True(await BenchCommand.SignalAsync(first.Pid, "INT"));
        Assert.Equal(new ExitStatus.Exited(0), await first.Exited.WaitAsync(s_patience));
        Assert.Matches(@": (system|engines) broke off after \S+ [KM]?i?B of \S+ MiB\n", await File.ReadAllTextAsync(ServeLog));

        await using BackgroundProcess second = await pull.ServeAsync(ServeLog + ".again");

        Assert.Equal(new ExitStatus.Exited(0), await caller.Exited.WaitAsync(s_patience));
        Assert.All(FleetFolder.Read(_folder).Nodes, static node => Assert.Equal(FleetNodeState.Done, node.State));
        Assert.Matches(@": (system|engines), the last \S+ [KM]?i?B of \S+ MiB in ", await File.ReadAllTextAsync(ServeLog + ".again"));
    }
}
