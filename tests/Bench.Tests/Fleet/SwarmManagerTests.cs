using Bench.Core;
using Bench.Fleet;
using Bench.Lab;

namespace Bench.Tests;

[Collection(SharedSwarm.Name)]
public sealed class SwarmManagerTests(SwarmFixture swarm)
{
    [SkippableFact]
    public async Task Nodes_are_listed_with_processors_memory_labels_and_state()
    {
        Skip.If(swarm.Missing is not null, swarm.Missing);
        IReadOnlyList<SwarmNode> nodes = await swarm.Manager.NodesAsync(default);

        Assert.Equal(["node-1", "node-2"], nodes.Select(static node => node.Name));
        Assert.Equal([swarm.First.Id, swarm.Second.Id], nodes.Select(static node => node.Id));
        Assert.Equal([Environment.ProcessorCount, 1.0], nodes.Select(static node => node.Cpus));
        Assert.Equal([true, false], nodes.Select(static node => node.IsManager));
        Assert.Equal(["a.small", "b.large"], nodes.Select(static node => node.Labels["vm.type"]));
        Assert.Equal(["10.77.0.11", "10.77.0.12"], nodes.Select(static node => node.Address));
        Assert.Equal("10.77.0.11", swarm.Manager.Address);
        Assert.All(nodes, static node =>
        {
            Assert.True(node.TakesTasks);
            Assert.InRange(node.MemoryBytes, 1L << 28, long.MaxValue);
            Assert.Matches(@"^\d+\.\d+", node.EngineVersion);
        });
    }

    [SkippableFact]
    public async Task Labels_are_set_and_removed_by_id_name_or_the_beginning_of_an_id_and_others_stay()
    {
        Skip.If(swarm.Missing is not null, swarm.Missing);
        await swarm.Manager.LabelAsync("node-2", new Dictionary<string, string?> { ["price"] = "0.25", ["zone"] = "b" }, default);
        await swarm.Manager.LabelAsync(swarm.Second.Id, new Dictionary<string, string?> { ["price"] = "0.5" }, default);
        await swarm.Manager.LabelAsync(swarm.Second.Id[..8], new Dictionary<string, string?> { ["zone"] = null, ["never-was"] = null }, default);

        SwarmNode node = await swarm.Manager.NodeAsync("node-2", default);
        Assert.Equal(new Dictionary<string, string> { ["vm.type"] = "b.large", ["price"] = "0.5" }, node.Labels);
        await swarm.Manager.LabelAsync("node-2", new Dictionary<string, string?> { ["price"] = null }, default);
    }

    [SkippableFact]
    public async Task Of_labels_that_many_set_at_the_same_time_none_is_lost()
    {
        Skip.If(swarm.Missing is not null, swarm.Missing);
        string[] names = [.. Enumerable.Range(0, 8).Select(static i => $"at-once-{i}")];
        await Task.WhenAll(names.Select(name => swarm.Manager.LabelAsync("node-1", new Dictionary<string, string?> { [name] = name }, default)));

        Assert.Empty(names.Except((await swarm.Manager.NodeAsync("node-1", default)).Labels.Keys));
        await swarm.Manager.LabelAsync("node-1", names.ToDictionary(static name => name, static _ => (string?)null), default);
    }

    [SkippableFact]
    public async Task A_node_that_does_not_exist_is_answered_with_those_that_do()
    {
        Skip.If(swarm.Missing is not null, swarm.Missing);
        UsageException error = await Assert.ThrowsAsync<UsageException>(() => swarm.Manager.LabelAsync("nod-2", new Dictionary<string, string?>(), default));
        Assert.Equal("unknown node 'nod-2'; did you mean node-2 or node-1?", error.Message);
    }

    [SkippableFact]
    public async Task A_job_runs_once_on_each_node_and_says_which_node_and_task_a_line_is_of()
    {
        Skip.If(swarm.Missing is not null, swarm.Missing);
        string service = await swarm.Manager.CreateJobAsync(swarm.Job(lines: 2, length: 12), default);
        IReadOnlyList<SwarmTask> tasks = await swarm.EndedAsync(service, 2);
        IReadOnlyList<ServiceLogLine> lines = await swarm.LinesAsync(service);

        Assert.Equal([swarm.First.Id, swarm.Second.Id], tasks.Select(static task => task.NodeId).OrderBy(id => id == swarm.Second.Id));
        Assert.All(tasks, static task => Assert.Equal(("complete", 0), (task.State, task.ExitCode)));
        foreach (SwarmTask task in tasks)
        {
            string name = task.NodeId == swarm.First.Id ? "node-1" : "node-2";
            ServiceLogLine[] its = [.. lines.Where(line => line.TaskId == task.Id)];
            Assert.All(its, line => Assert.Equal(task.NodeId, line.NodeId));
            Assert.Equal([$"{name} 0 aaa", $"{name} 1 bbb"], its.Where(static line => !line.IsError).Select(static line => line.Text));
            Assert.Equal($"end of {task.Id}", Assert.Single(its, static line => line.IsError).Text);
        }
        Assert.Equal(6, lines.Count);
        await swarm.Manager.RemoveServiceAsync(service, default);
    }

    [SkippableFact]
    public async Task A_job_runs_only_where_its_constraint_holds()
    {
        Skip.If(swarm.Missing is not null, swarm.Missing);
        string service = await swarm.Manager.CreateJobAsync(swarm.Job(lines: 1) with { Constraints = ["node.labels.vm.type==b.large"] }, default);
        Assert.Equal(swarm.Second.Id, Assert.Single(await swarm.EndedAsync(service, 1)).NodeId);
        Assert.All(await swarm.LinesAsync(service), line => Assert.Equal(swarm.Second.Id, line.NodeId));
        await swarm.Manager.RemoveServiceAsync(service, default);
    }

    [SkippableFact]
    public async Task A_job_for_no_node_has_no_task_and_an_empty_log_also_when_a_node_comes_to_fulfil_the_constraint_later()
    {
        Skip.If(swarm.Missing is not null, swarm.Missing);
        JobSpec job = swarm.Job(lines: 1) with { Constraints = ["node.labels.zone==late"] };
        string early = await swarm.Manager.CreateJobAsync(job, default);
        await swarm.Manager.LabelAsync("node-2", new Dictionary<string, string?> { ["zone"] = "late" }, default);
        string late = await swarm.Manager.CreateJobAsync(job with { Name = job.Name + "-late", HostNetwork = false }, default);

        SwarmTask task = Assert.Single(await swarm.EndedAsync(late, 1));
        Assert.Equal((swarm.Second.Id, "complete"), (task.NodeId, task.State));
        Assert.Empty(await swarm.Manager.TasksAsync(early, default));
        Assert.Empty(await swarm.LinesAsync(early));
        await swarm.Manager.RemoveServiceAsync(early, default);
        await swarm.Manager.RemoveServiceAsync(late, default);
        await swarm.Manager.LabelAsync("node-2", new Dictionary<string, string?> { ["zone"] = null }, default);
    }

    [SkippableFact]
    public async Task A_folder_that_a_node_does_not_have_is_named_when_it_rejects_its_task()
    {
        Skip.If(swarm.Missing is not null, swarm.Missing);
        string service = await swarm.Manager.CreateJobAsync(swarm.Job(lines: 1) with { Mounts = [new JobMount("/nonexistent/results", "/results")] }, default);
        Assert.All(await swarm.EndedAsync(service, 2), static task =>
        {
            Assert.Equal("rejected", task.State);
            Assert.Contains("/nonexistent/results", task.Error);
        });
        await swarm.Manager.RemoveServiceAsync(service, default);
    }

    [SkippableFact]
    public async Task A_folder_of_the_node_and_a_reserved_processor_are_given_and_a_job_that_wants_more_waits_and_says_why()
    {
        Skip.If(swarm.Missing is not null, swarm.Missing);
        string folder = Directory.CreateTempSubdirectory("bench-test-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "plan"), "from the node\n");
        JobSpec job = swarm.Job(lines: 0) with { Mounts = [new JobMount(folder, "/given") { IsReadOnly = true }], Constraints = ["node.role==worker"], MemoryBytes = 64 << 20 };
        string fits = await swarm.Manager.CreateJobAsync(job with { Arguments = [.. job.Arguments, "/given/plan"], ReservedCpus = 1 }, default);
        string large = await swarm.Manager.CreateJobAsync(swarm.Job(lines: 0) with { ReservedCpus = 1.5, Constraints = ["node.role==worker"] }, default);

        Assert.Equal("complete", Assert.Single(await swarm.EndedAsync(fits, 1)).State);
        Assert.Equal("from the node", (await swarm.LinesAsync(fits))[1].Text);
        await SwarmFixture.UntilAsync(
            async () => await swarm.Manager.TasksAsync(large, default) is [{ State: "pending", Error: string error }] && error.Contains("insufficient resources", StringComparison.Ordinal),
            "the swarm to say what the second job waits for");
        await swarm.Manager.RemoveServiceAsync(fits, default);
        await swarm.Manager.RemoveServiceAsync(large, default);
        Directory.Delete(folder, recursive: true);
    }

    [SkippableFact]
    public async Task A_job_that_fails_is_not_run_again()
    {
        Skip.If(swarm.Missing is not null, swarm.Missing);
        string service = await swarm.Manager.CreateJobAsync(swarm.Job(lines: 1, exitCode: 3), default);
        IReadOnlyList<SwarmTask> tasks = await swarm.EndedAsync(service, 2);
        // A second job is begun and ended by the same engines meanwhile: a second attempt would have been made by then.
        string later = await swarm.Manager.CreateJobAsync(swarm.Job(lines: 1), default);
        await swarm.EndedAsync(later, 2);

        Assert.All(tasks, static task => Assert.Equal(("failed", 3, "task: non-zero exit (3)"), (task.State, task.ExitCode, task.Error)));
        Assert.Equal(tasks.Select(static task => task.Id), (await swarm.Manager.TasksAsync(service, default)).Select(static task => task.Id));
        Assert.Equal(2, (await swarm.LinesAsync(service)).Count(static line => !line.IsError));
        await swarm.Manager.RemoveServiceAsync(service, default);
        await swarm.Manager.RemoveServiceAsync(later, default);
    }

    [SkippableFact]
    public async Task A_node_without_the_image_rejects_its_task_and_names_the_image()
    {
        Skip.If(swarm.Missing is not null, swarm.Missing);
        string service = await swarm.Manager.CreateJobAsync(swarm.Job(lines: 1) with { Image = "localhost/bench-absent:1" }, default);
        IReadOnlyList<SwarmTask> tasks = await swarm.EndedAsync(service, 2);
        Assert.All(tasks, static task => Assert.Equal(("rejected", "No such image: localhost/bench-absent:1", null), (task.State, task.Error, task.ExitCode)));
        await swarm.Manager.RemoveServiceAsync(service, default);
    }

    [SkippableFact]
    public async Task A_config_is_a_file_of_the_containers_and_goes_when_its_service_has_gone()
    {
        Skip.If(swarm.Missing is not null, swarm.Missing);
        string config = await swarm.Manager.CreateConfigAsync("bench-test-config", "one\ntwo\n"u8.ToArray(), new Dictionary<string, string> { ["bench-test"] = "config" }, default);
        JobSpec job = swarm.Job(lines: 0);
        string service = await swarm.Manager.CreateJobAsync(
            job with { Arguments = [.. job.Arguments, "/etc/plan"], Configs = [new JobConfig(config, "bench-test-config", "/etc/plan")], Constraints = ["node.role==worker"] }, default);
        await swarm.EndedAsync(service, 1);

        Assert.Equal(["one", "two"], (await swarm.LinesAsync(service)).Skip(1).Select(static line => line.Text));
        Assert.Equal(config, Assert.Single(await swarm.Manager.ConfigsAsync("bench-test=config", default)).Id);
        await swarm.Manager.RemoveServiceAsync(service, default);
        await swarm.Manager.RemoveConfigAsync(config, default);
        await swarm.Manager.RemoveConfigAsync(config, default);
        Assert.Empty(await swarm.Manager.ConfigsAsync("bench-test", default));
    }

    [SkippableFact]
    public async Task What_is_made_carries_the_label_of_the_harness_and_a_removed_job_leaves_no_container()
    {
        Skip.If(swarm.Missing is not null, swarm.Missing);
        string service = await swarm.Manager.CreateJobAsync(swarm.Job(lines: 1, pauseMs: 600_000), default);
        await SwarmFixture.UntilAsync(async () => (await swarm.Manager.TasksAsync(service, default)).Count(static task => task.State == "running") == 2, "both to run");
        Assert.Equal(service, Assert.Single(await swarm.Manager.ServicesAsync("bench", default)).Id);
        foreach (SwarmLabNode node in swarm.Lab.Nodes)
            await SwarmFixture.UntilAsync(async () => await SwarmFixture.ContainersAsync(node) == 1, $"the containers of earlier jobs on {node.Name} to go");

        await swarm.Manager.RemoveServiceAsync(service, default);
        await swarm.Manager.RemoveServiceAsync(service, default);
        Assert.Empty(await swarm.Manager.ServicesAsync("bench", default));
        foreach (SwarmLabNode node in swarm.Lab.Nodes)
            await SwarmFixture.UntilAsync(async () => await SwarmFixture.ContainersAsync(node) == 0, $"the containers of {node.Name} to go");
    }
}
