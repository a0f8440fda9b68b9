using Bench.Core;
using Bench.Fleet;
using Bench.Reports;

namespace Bench.Tests;

/// <summary>Logs that somebody kept of containers which no swarm of ours has run, those of a Job in Kubernetes for example.</summary>
public sealed class FleetLogsTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    private string Fleet => Path.Combine(_temp.Path, "fleet");

    [Fact]
    public void Logs_of_two_machines_make_a_folder_that_can_be_compared()
    {
        string[] files = [Log("left.log", "node-a", "vm-a", static line => line), Log("right.log", "node-b", "vm-b", static line => $"2026-01-31T12:00:00.123456789Z {line}")];
        FleetRecord fleet = FleetLogs.Collect(Fleet, files);
        Assert.Equal([("vm-a", FleetNodeState.Done), ("vm-b", FleetNodeState.Done)], fleet.Nodes.Select(static node => (node.Name, node.State)));
        Assert.Equal(("quick", "sha256:mine", SmallRun.Start), (fleet.Suite, fleet.Image, fleet.StartedAt));
        Assert.All(fleet.Nodes, node => Assert.Equal(Run(), File.ReadAllBytes(RunFolder.RunFile(FleetFolder.NodeFolder(Fleet, node)))));
        Assert.All(fleet.Nodes, static node => Assert.Equal("m6g.xlarge", node.VmType));

        GivenRuns given = GivenRuns.Read([Fleet]);
        Assert.Equal((2, 0, ComparisonAxis.Type), (given.Runs.Count, given.Failures.Count, given.By));
    }

    [Fact]
    public void All_logs_may_be_in_one_file_in_any_order_and_be_read_again()
    {
        string[] lines = [.. Lines("node-a", "vm-a"), "Unhandled exception", .. Lines("node-b", "vm-b")];
        new Random(3).Shuffle(lines);
        string file = Path.Combine(_temp.Path, "all.log");
        File.WriteAllLines(file, lines);
        for (int i = 0; i < 2; i++)
            Assert.All(FleetLogs.Collect(Fleet, [file]).Nodes, static node => Assert.Equal(FleetNodeState.Done, node.State));
    }

    [Fact]
    public void A_log_that_ends_too_early_is_a_failed_machine_until_the_rest_of_it_is_found()
    {
        string[] lines = Lines("node-a", "vm-a");
        string file = Path.Combine(_temp.Path, "torn.log");
        File.WriteAllLines(file, lines[..^2]);
        FleetNode torn = Assert.Single(FleetLogs.Collect(Fleet, [file]).Nodes);
        Assert.Equal(FleetNodeState.Failed, torn.State);
        Assert.Matches("^its log has [0-9]+ bytes of its run and no end$", torn.Cause);

        File.WriteAllLines(file, [lines[0], .. lines[^1..]]);
        Assert.Matches($"^its log has [0-9]+ bytes of its run and not all {Run().Length}$", Assert.Single(FleetLogs.Collect(Fleet, [file]).Nodes).Cause);
        File.WriteAllLines(file, [lines[0], .. lines[^2..]]);
        Assert.Equal(FleetNodeState.Done, Assert.Single(FleetLogs.Collect(Fleet, [file]).Nodes).State);
    }

    [Fact]
    public void A_machine_that_said_why_it_cannot_measure_is_heard()
    {
        string file = Path.Combine(_temp.Path, "fault.log");
        File.WriteAllLines(file, [new FleetLine.Begin("node-a", 1, "vm-a", 0, "").ToString(), new FleetLine.Fault("node-a", 1, "unknown workload 'pie'").ToString()]);
        FleetNode node = Assert.Single(FleetLogs.Collect(Fleet, [file]).Nodes);
        Assert.Equal((FleetNodeState.Failed, "unknown workload 'pie'"), (node.State, node.Cause));
    }

    [Fact]
    public void What_is_no_log_of_ours_is_refused_in_a_line()
    {
        string empty = Path.Combine(_temp.Path, "empty.log");
        File.WriteAllText(empty, "hello\nbench-fleet/1\n");
        Assert.Equal($"no node has said anything in {empty}: expected lines that begin with bench-fleet/", Assert.Throws<UsageException>(() => FleetLogs.Collect(Fleet, [empty])).Message);
        Assert.StartsWith($"cannot read {_temp.Path}/none.log: ", Assert.Throws<UsageException>(() => FleetLogs.Collect(Fleet, [Path.Combine(_temp.Path, "none.log")])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_folder_of_a_fleet_in_a_swarm_is_left_alone()
    {
        FleetFolder.Write(Fleet, new FleetRecord { Schema = FleetRecord.CurrentSchema, Id = "0123abcd", Suite = "quick", Image = "image", StartedAt = SmallRun.Start, Nodes = [] });
        byte[] before = File.ReadAllBytes(FleetFolder.FleetFile(Fleet));
        Assert.Equal($"{Fleet} is that of a fleet in a swarm, which ./bench fleet collect {Fleet} takes from there: name another folder for these logs",
            Assert.Throws<UsageException>(() => FleetLogs.Collect(Fleet, [Log("left.log", "node-a", "vm-a", static line => line)])).Message);
        Assert.Equal(before, File.ReadAllBytes(FleetFolder.FleetFile(Fleet)));
    }

    [Fact]
    public void A_name_that_is_no_name_of_a_folder_is_not_used_as_one()
    {
        FleetRecord fleet = FleetLogs.Collect(Fleet, [Log("left.log", "node-a", "../../up", static line => line)]);
        Assert.Equal("node-a", Assert.Single(fleet.Nodes).Name);
        Assert.Equal(["fleet"], Directory.GetDirectories(_temp.Path).Select(Path.GetFileName).Where(static name => name != "run"));
    }

    [Fact]
    public void Damaged_logs_throw_nothing_but_a_line()
    {
        Random random = new(11);
        string file = Path.Combine(_temp.Path, "damaged.log");
        for (int round = 0; round < 100; round++)
        {
            byte[] text = System.Text.Encoding.UTF8.GetBytes(string.Join('\n', Lines("node-a", "vm-a")));
            for (int i = random.Next(1, 40); i > 0; i--)
                text[random.Next(text.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(file, text);
            string folder = Path.Combine(_temp.Path, $"damaged-{round}");
            try
            {
                foreach (FleetNode node in FleetLogs.Collect(folder, [file]).Nodes.Where(static node => node.State == FleetNodeState.Done))
                    Assert.Equal(Run(), File.ReadAllBytes(RunFolder.RunFile(FleetFolder.NodeFolder(folder, node))));
            }
            catch (UsageException)
            {
                // Not even the first word of a line was left.
            }
        }
    }

    private byte[] Run()
    {
        string folder = Path.Combine(_temp.Path, "run");
        if (!Directory.Exists(folder))
            SmallRun.Write(folder);
        return File.ReadAllBytes(RunFolder.RunFile(folder));
    }

    private string[] Lines(string node, string name) =>
    [
        new FleetLine.Begin(node, 1, name, 0, "sha256:mine").ToString(),
        new FleetLine.Progress(node, 1, "measuring", 1, 3, null, "pi").ToString(),
        .. SentRun.LinesOf(node, 1, Run(), piece: 300).Select(static line => line.ToString()),
    ];

    private string Log(string file, string node, string name, Func<string, string> kept)
    {
        string path = Path.Combine(_temp.Path, file);
        File.WriteAllLines(path, Lines(node, name).Select(kept));
        return path;
    }
}
