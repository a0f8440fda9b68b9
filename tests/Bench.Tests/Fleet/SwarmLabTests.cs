using System.Globalization;
using Bench.Core;
using Bench.Lab;

namespace Bench.Tests;

public sealed class SwarmLabTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [SkippableFact]
    public async Task Two_laboratories_live_at_once_touch_nothing_of_the_machine_and_leave_nothing()
    {
        await NeedsLabAsync();
        string before = await NetworkAsync();
        SwarmLab[] labs = await Task.WhenAll(SwarmLab.StartAsync(1, default), SwarmLab.StartAsync(1, default));
        string[] sockets = [.. labs.Select(static lab => lab.Manager.Socket)];
        Assert.Equal(2, labs.Select(static lab => lab.Manager.Id).Distinct().Count());
        Assert.Equal(before, await NetworkAsync());

        await Task.WhenAll(labs.Select(static lab => lab.DisposeAsync().AsTask()));
        Assert.Equal(before, await NetworkAsync());
        foreach (string socket in sockets)
        {
            Assert.False(Directory.Exists(Path.GetDirectoryName(socket)));
            Assert.DoesNotContain(ProcessLines(), line => line.Contains(socket, StringComparison.Ordinal));
            Assert.False(GroupExists(Path.GetFileName(Path.GetDirectoryName(socket)!)));
        }
    }

    [SkippableFact]
    public async Task A_command_runs_on_the_network_of_a_machine_and_reaches_the_others()
    {
        await NeedsLabAsync();
        await using SwarmLab lab = await SwarmLab.StartAsync(new SwarmLabOptions { Nodes = [new() { Name = "boss" }, new()] }, default);
        Assert.Equal(["boss", "node-2"], lab.Nodes.Select(static node => node.Name));
        CapturedOutput reached = await lab.Nodes[1].RunInsideAsync(
            Command.Of("bash", "-c", $"exec 3<>/dev/tcp/{lab.Manager.Address}/2377 && ip -oneline -4 address show dev eth0"), s_patience, default);
        Assert.True(reached.Succeeded, reached.Describe());
        Assert.Contains($" {lab.Nodes[1].Address}/24 ", reached.Stdout);
    }

    [SkippableFact]
    public async Task A_machine_has_the_cores_and_the_share_of_time_that_it_was_given()
    {
        await NeedsLabAsync();
        Skip.If(File.Exists("/sys/fs/cgroup/cgroup.controllers"), "the files of version 1 of control groups are read here");
        await using SwarmLab lab = await SwarmLab.StartAsync(new SwarmLabOptions { Nodes = [new() { Cores = "0", CpuQuota = 0.5 }] }, default);
        string group = Path.GetFileName(Path.GetDirectoryName(lab.Manager.Socket)!);
        Assert.Equal("0", File.ReadAllText($"/sys/fs/cgroup/cpuset/{group}/cpuset.cpus").Trim());
        Assert.Equal(0.5, double.Parse(File.ReadAllText($"/sys/fs/cgroup/cpu/{group}/cpu.cfs_quota_us"), CultureInfo.InvariantCulture)
            / double.Parse(File.ReadAllText($"/sys/fs/cgroup/cpu/{group}/cpu.cfs_period_us"), CultureInfo.InvariantCulture));
    }

    [SkippableFact]
    public async Task What_a_killed_test_run_left_is_removed_by_the_next_laboratory()
    {
        await NeedsLabAsync();
        string folder = Path.Combine(RepoLayout.Find(AppContext.BaseDirectory).Root, "artifacts", "swarm-lab", "0badcafe");
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        File.WriteAllText(folder + ".lock", "");
        await using SwarmLab lab = await SwarmLab.StartAsync(1, default);
        Assert.False(Directory.Exists(folder));
        Assert.False(File.Exists(folder + ".lock"));
    }

    private static async Task NeedsLabAsync()
    {
        string? missing = await SwarmLab.MissingAsync(default);
        Skip.If(missing is not null, missing);
    }

    /// <summary>Cards, addresses and routes of this machine.</summary>
    private static async Task<string> NetworkAsync() =>
        (await ChildProcess.CaptureAsync(Command.Of("sh", "-c", "ip -oneline link; ip -oneline address | sed 's/ valid_lft.*//'; ip route; ip netns list; iptables-save 2>/dev/null | grep -v '^#'"), s_patience, default)).Stdout;

    private static IEnumerable<string> ProcessLines()
    {
        foreach (string folder in Directory.EnumerateDirectories("/proc").Where(static path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            string line = "";
            try
            {
                line = File.ReadAllText(Path.Combine(folder, "cmdline"));
            }
            catch (IOException)
            {
                // Has ended meanwhile.
            }
            yield return line;
        }
    }

    private static bool GroupExists(string name) =>
        Directory.Exists($"/sys/fs/cgroup/{name}") || Directory.EnumerateDirectories("/sys/fs/cgroup").Any(root => Directory.Exists($"{root}/{name}"));
}
