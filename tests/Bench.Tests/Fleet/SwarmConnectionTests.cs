using Bench.Backends.Docker;
using Bench.Core;
using Bench.Fleet;

namespace Bench.Tests;

public sealed class SwarmConnectionTests
{
    private const string Version = """{"Version":"27.0.1","ApiVersion":"1.45"}""";

    [Fact]
    public async Task Where_no_engine_answers_it_says_so_and_what_to_do()
    {
        string message = await FaultAsync("unix:///nonexistent/docker.sock");
        Assert.StartsWith("no Docker engine answers on /nonexistent/docker.sock: ", message, StringComparison.Ordinal);
        Assert.EndsWith("start the engine, or set DOCKER_HOST to unix:// and the socket of a swarm's manager", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_behind_another_protocol_is_refused() =>
        Assert.Equal(
            "DOCKER_HOST is 'tcp://127.0.0.1:2375', which is no Unix socket: run this on a manager of the swarm, with DOCKER_HOST=unix:///var/run/docker.sock or unset",
            await FaultAsync("tcp://127.0.0.1:2375"));

    [Theory]
    [InlineData("""{"LocalNodeState":"inactive"}""", " is in no swarm: 'docker swarm init' makes one, 'docker swarm join' on the other machines joins them")]
    [InlineData("""{"LocalNodeState":"locked"}""", " is locked: 'docker swarm unlock' opens it")]
    [InlineData("""{"LocalNodeState":"error","Error":"context deadline exceeded"}""", " is in the state 'error' (context deadline exceeded): 'docker info' says more")]
    [InlineData("""{"LocalNodeState":"active","ControlAvailable":false,"RemoteManagers":[{"Addr":"10.0.0.1:2377"},{"Addr":"[fd00::1]:2377"}]}""", " is a worker of its swarm: run this on a manager (10.0.0.1, [fd00::1])")]
    public async Task An_engine_that_manages_no_swarm_is_told_from_one_that_does_in_one_line(string swarm, string message)
    {
        await using CannedEngine engine = new(path => path == "/version" ? Version : $$"""{"Swarm":{{swarm}}}""");
        Assert.EndsWith(message, await FaultAsync(engine.Host), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_knows_no_jobs_is_too_old()
    {
        await using CannedEngine engine = new(static _ => """{"Version":"19.03.15","ApiVersion":"1.40"}""");
        Assert.EndsWith(" is too old for jobs of a swarm: its API is 1.40, 1.41 or newer is needed (engine 20.10); update it", await FaultAsync(engine.Host), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"ApiVersion":null}""")]
    [InlineData("""{"ApiVersion":"latest"}""")]
    [InlineData("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 4\r\nConnection: close\r\n\r\na\nb\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{}")]
    [InlineData("HTTP/what")]
    public async Task What_answers_like_no_engine_gets_one_line(string answer)
    {
        await using CannedEngine engine = new(_ => answer);
        Assert.NotEmpty(await FaultAsync(engine.Host));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[{}]")]
    [InlineData("""[{"ID":"a","Spec":null}]""")]
    [InlineData("""[{"ID":"a","Spec":{"Labels":{"price":7}}}]""")]
    [InlineData("""[{"ID":"a","Spec":{},"Description":{"Resources":{"NanoCPUs":"many"}}}]""")]
    public async Task A_list_of_nodes_that_is_none_is_trouble_with_the_engine(string answer)
    {
        await using CannedEngine engine = new(path => path == "/version" ? Version : path.EndsWith("/info", StringComparison.Ordinal) ? """{"Swarm":{"LocalNodeState":"active","ControlAvailable":true}}""" : answer);
        using SwarmManager manager = await SwarmManager.ConnectAsync(engine.Host, default);
        Assert.DoesNotContain('\n', (await Assert.ThrowsAsync<DockerException>(() => manager.NodesAsync(default))).Message);
    }

    [Fact]
    public async Task A_node_that_was_never_heard_of_is_shown_by_its_id()
    {
        await using CannedEngine engine = new(static path => path == "/version" ? Version : path.EndsWith("/info", StringComparison.Ordinal) ? """{"Swarm":{"LocalNodeState":"active","ControlAvailable":true}}""" : """[{"ID":"a1b2","Spec":{"Role":"worker","Availability":"active"}}]""");
        using SwarmManager manager = await SwarmManager.ConnectAsync(engine.Host, default);
        SwarmNode node = Assert.Single(await manager.NodesAsync(default));
        Assert.Equal(("a1b2", NodeState.Unknown, 0.0, false), (node.Name, node.State, node.Cpus, node.TakesTasks));
    }

    private static async Task<string> FaultAsync(string host)
    {
        string message = (await Assert.ThrowsAsync<UsageException>(() => SwarmManager.ConnectAsync(host, default))).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
