using System.Globalization;
using Bench.Backends.Docker;
using Bench.Fleet;

namespace Bench.Tests;

[Collection(SharedSwarm.Name)]
public sealed class SwarmLogTests(SwarmFixture swarm)
{
    [SkippableTheory]
    [InlineData(25, 8192)]
    [InlineData(5, 40_000)]
    public async Task The_output_of_two_nodes_is_complete_however_long_its_lines(int count, int length)
    {
        Skip.If(swarm.Missing is not null, swarm.Missing);
        string service = await swarm.Manager.CreateJobAsync(swarm.Job(count, length), default);
        await swarm.EndedAsync(service, 2);
        IReadOnlyList<ServiceLogLine> lines = await swarm.LinesAsync(service);
        foreach ((string id, string name) in ((string, string)[])[(swarm.First.Id, "node-1"), (swarm.Second.Id, "node-2")])
            Assert.Equal(
                Enumerable.Range(0, count).Select(i => $"{name} {i} ".PadRight(length, (char)('a' + (i % 26)))),
                lines.Where(line => line.NodeId == id && !line.IsError).Select(static line => line.Text));
        await swarm.Manager.RemoveServiceAsync(service, default);
    }

    [SkippableFact]
    public async Task A_log_that_is_followed_before_anything_runs_has_everything_and_ends_with_the_caller()
    {
        Skip.If(swarm.Missing is not null, swarm.Missing);
        string service = await swarm.Manager.CreateJobAsync(swarm.Job(lines: 20, pauseMs: 20), default);
        using CancellationTokenSource stop = new();
        Dictionary<string, int> seen = [];
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (ServiceLogLine line in swarm.Manager.LogsAsync(service, follow: true, stop.Token))
            {
                seen[line.NodeId] = seen.GetValueOrDefault(line.NodeId) + 1;
                if (seen.Count == 2 && seen.Values.All(static count => count == 21))
                    await stop.CancelAsync();
            }
        }).WaitAsync(TimeSpan.FromMinutes(1));
        await swarm.Manager.RemoveServiceAsync(service, default);
    }

    [SkippableFact]
    public async Task A_node_that_is_lost_is_down_soon_the_log_of_the_other_goes_on_and_when_it_is_back_its_task_has_failed_and_is_not_run_again()
    {
        Skip.If(swarm.Missing is not null, swarm.Missing);
        string service = await swarm.Manager.CreateJobAsync(swarm.Job(lines: 100_000, pauseMs: 50), default);
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(2));
        await using (IAsyncEnumerator<ServiceLogLine> log = swarm.Manager.LogsAsync(service, follow: true, limit.Token).GetAsyncEnumerator(limit.Token))
            try
            {
                await UntilLineOf(log, swarm.Second.Id);
                string first = log.Current.Text;
                await swarm.Second.KillAsync();
                await SwarmFixture.UntilAsync(async () => (await swarm.Manager.NodeAsync("node-2", default)).State == NodeState.Down, "the node to be down");
                for (int i = 0; i < 20; i++)
                    await UntilLineOf(log, swarm.First.Id);
                Assert.Equal("running", (await TaskOfSecondAsync(service)).State);

                await RestartSecondAsync();
                await SwarmFixture.UntilAsync(async () => (await TaskOfSecondAsync(service)).HasEnded, "its task to be known as ended");
                Assert.Equal("failed", (await TaskOfSecondAsync(service)).State);
                // Who follows is told everything of it again.
                do
                    await UntilLineOf(log, swarm.Second.Id);
                while (log.Current.Text != first);
                Assert.Equal(2, (await swarm.Manager.TasksAsync(service, default)).Count);
            }
            finally
            {
                await swarm.Manager.RemoveServiceAsync(service, default);
                await RestartSecondAsync();
            }
    }

    [SkippableFact]
    [Trait("Speed", "Slow")]
    public async Task A_log_of_which_a_lost_node_has_a_part_says_that_it_is_not_whole()
    {
        Skip.If(swarm.Missing is not null, swarm.Missing);
        string service = await swarm.Manager.CreateJobAsync(swarm.Job(lines: 3), default);
        try
        {
            await swarm.EndedAsync(service, 2);
            await swarm.Second.KillAsync();
            IReadOnlyList<ServiceLogLine> lines = await swarm.LinesAsync(service);
            Assert.Equal(3, lines.Count(line => line.NodeId == swarm.First.Id && !line.IsError));
            Assert.Contains($"node {swarm.Second.Id}", Assert.Single(lines, static line => line.IsFromSwarm).Text);
        }
        finally
        {
            await swarm.Manager.RemoveServiceAsync(service, default);
            await RestartSecondAsync();
        }
    }

    [SkippableFact]
    public async Task A_manager_that_is_started_anew_is_found_again_by_who_follows_a_log()
    {
        Skip.If(swarm.Missing is not null, swarm.Missing);
        string service = await swarm.Manager.CreateJobAsync(swarm.Job(lines: 100_000, pauseMs: 50) with { Constraints = ["node.role==worker"] }, default);
        try
        {
            using CancellationTokenSource limit = new(TimeSpan.FromMinutes(2));
            await using IAsyncEnumerator<ServiceLogLine> log = swarm.Manager.LogsAsync(service, follow: true, limit.Token).GetAsyncEnumerator(limit.Token);
            await UntilLineOf(log, swarm.Second.Id);
            string last = log.Current.Text;
            await swarm.First.RestartAsync(default);
            int number = NumberOf(last);
            HashSet<int> seen = [];
            while (seen.Count <= number + 20 || !Enumerable.Range(0, number + 20).All(seen.Contains))
            {
                await UntilLineOf(log, swarm.Second.Id);
                seen.Add(NumberOf(log.Current.Text));
            }
        }
        finally
        {
            await SwarmFixture.UntilAsync(async () => (await swarm.Manager.NodesAsync(default)).All(static node => node.TakesTasks), "the swarm to be whole");
            await swarm.Manager.RemoveServiceAsync(service, default);
        }
    }

    [SkippableFact]
    public async Task There_is_no_log_of_a_service_that_does_not_exist()
    {
        Skip.If(swarm.Missing is not null, swarm.Missing);
        Assert.True((await Assert.ThrowsAsync<DockerException>(() => swarm.LinesAsync("no-such-service"))).IsNotFound);
    }

    private async Task<SwarmTask> TaskOfSecondAsync(string service) =>
        Assert.Single(await swarm.Manager.TasksAsync(service, default), task => task.NodeId == swarm.Second.Id);

    private async Task RestartSecondAsync()
    {
        if (!swarm.Second.IsRunning)
            await swarm.Second.RestartAsync(default);
        await SwarmFixture.UntilAsync(async () => (await swarm.Manager.NodeAsync("node-2", default)).State == NodeState.Ready, "the node to be back");
    }

    private static int NumberOf(string line) => int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);

    private static async Task UntilLineOf(IAsyncEnumerator<ServiceLogLine> log, string node)
    {
        do
            Assert.True(await log.MoveNextAsync());
        while (log.Current.NodeId != node || log.Current.IsError);
    }
}
