using Bench.Backends.Docker;
using Bench.Fleet;

namespace Bench.Tests;

[Collection(SharedSwarm.Name)]
public sealed class SwarmLeftoverTests(SwarmFixture swarm)
{
    [SkippableFact]
    public async Task What_a_dead_harness_left_is_told_from_what_is_in_use_and_from_other_tools()
    {
        Skip.If(swarm.Missing is not null, swarm.Missing);
        static string of(string owner, string name) => $"bench-test-{name}-{owner.Length}";
        (string Owner, string Name)[] owners = [(Owner.Self.ToString(), "own"), ((Owner.Self with { StartTime = "1" }).ToString(), "dead"), ("measurements of tuesday", "foreign")];
        List<string> configs = [];
        foreach ((string owner, string name) in owners)
            configs.Add(await swarm.Manager.CreateConfigAsync(of(owner, name), "x"u8.ToArray(), new Dictionary<string, string> { [Owner.Label] = owner }, default));
        JobSpec job = swarm.Job(lines: 0) with
        {
            Labels = new Dictionary<string, string> { [Owner.Label] = owners[1].Owner },
            Configs = [new JobConfig(configs[1], of(owners[1].Owner, owners[1].Name), "/etc/x")],
        };
        string service = await swarm.Manager.CreateJobAsync(job, default);

        IReadOnlyList<FleetLeftover> found = await swarm.Manager.LeftoversAsync(default);
        Assert.Equal(
            [("service", service, false), ("config", configs[0], true), ("config", configs[1], false)],
            found.OrderByDescending(static one => one.Kind).ThenByDescending(static one => one.IsInUse).Select(static one => (one.Kind, one.Id, one.IsInUse)));
        foreach (FleetLeftover one in found)
            await swarm.Manager.RemoveAsync(one, default);
        Assert.Empty(await swarm.Manager.LeftoversAsync(default));
        Assert.Equal(configs[2], Assert.Single(await swarm.Manager.ConfigsAsync(Owner.Label, default)).Id);
        await swarm.Manager.RemoveConfigAsync(configs[2], default);
    }
}
