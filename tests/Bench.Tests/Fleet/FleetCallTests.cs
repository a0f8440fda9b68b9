using Bench.Core;
using Bench.Fleet;

namespace Bench.Tests;

/// <summary>A caller whose swarm, or whose predecessor, does things at the wrong moment.</summary>
public sealed class FleetCallTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(100), s_test = TimeSpan.FromMinutes(1);
    private static readonly FleetPatience s_patience = new() { Down = s_short, Lines = s_short, Task = s_short, Manager = s_short, Removal = s_test };

    private readonly TempFolder _temp = new();
    private CannedSwarm _swarm = null!;
    private SwarmManager _manager = null!;

    private string Folder => Path.Combine(_temp.Path, "fleet");
    private FleetCall Call => CallWith(s_patience);

    public async Task InitializeAsync()
    {
        SmallRun.Write(Path.Combine(_temp.Path, "measured"));
        _swarm = CannedSwarm.Start();
        _manager = await _swarm.ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        _manager.Dispose();
        await _swarm.DisposeAsync();
    }

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task A_service_whose_caller_died_before_it_wrote_that_down_is_found_collected_and_removed()
    {
        Write(Fleet("n1") with { Services = [], Configs = [] });
        Put("n1", "complete");
        _swarm.Log = _ => LinesOf("n1");

        Assert.StartsWith("its nodes may be measuring", (await Assert.ThrowsAsync<UsageException>(() => Call.ResumeAsync(default))).Message, StringComparison.Ordinal);
        FleetRecord fleet = await Call.CollectAsync(default).WaitAsync(s_test);

        Assert.Equal(FleetNodeState.Done, Assert.Single(fleet.Nodes).State);
        Assert.Equal(Measured, await File.ReadAllBytesAsync(RunOf("vm-n1")));
        Assert.Contains("/services/s1", _swarm.Asked);
        Assert.Contains("/configs/c1", _swarm.Asked);
    }

    [Fact]
    public async Task A_swarm_that_has_nothing_of_a_fleet_may_be_another_one_and_changes_no_record()
    {
        Write(Fleet("n1") with { Secret = "secret" });
        _swarm.HasService = false;

        Assert.StartsWith("the swarm has nothing of this fleet any more", (await Assert.ThrowsAsync<UsageException>(() => Call.CollectAsync(default))).Message, StringComparison.Ordinal);

        Assert.Equal((CannedSwarm.Service, "secret"), (Assert.Single(FleetFolder.Read(Folder).Services), FleetFolder.Read(Folder).Secret));
    }

    [Fact]
    public async Task A_log_that_cannot_be_read_at_once_is_read_later_and_nobody_has_failed()
    {
        Write(Fleet("n1"));
        Put("n1", "complete");
        int asked = 0;
        _swarm.Log = _ => ++asked > 5 ? LinesOf("n1") : null;

        FleetRecord fleet = await Call.CollectAsync(default).WaitAsync(s_test);

        Assert.Equal(FleetNodeState.Done, Assert.Single(fleet.Nodes).State);
    }

    [Fact]
    public async Task Rows_of_a_container_that_was_killed_are_read_from_its_log_where_following_broke_off()
    {
        Write(Fleet("n1"));
        Put("n1", "failed");
        _swarm.Log = follows => follows ? null : LinesOf("n1").Where(static line => line is not FleetLine.Ended);

        FleetRecord fleet = await Call.CollectAsync(default).WaitAsync(s_test);

        Assert.Equal((FleetNodeState.Failed, "its container ended with 137"), (fleet.Nodes[0].State, fleet.Nodes[0].Cause));
        Assert.Equal(Measured, await File.ReadAllBytesAsync(RunOf("vm-n1")));
    }

    [Fact]
    public async Task A_service_that_somebody_removes_is_no_manager_that_is_gone()
    {
        Write(Fleet("n1"));
        _swarm.Nodes["n1"] = "ready";
        _swarm.Instead = static path => path is "/tasks" or "/services/s1/logs" ? CannedSwarm.Refusal(404) : null;

        FleetRecord fleet = await Call.CollectAsync(default).WaitAsync(s_test);

        Assert.Equal(FleetNodeState.Failed, fleet.Nodes[0].State);
        Assert.Contains("somebody has removed the order", fleet.Nodes[0].Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_was_lost_and_comes_back_with_all_of_it_is_done()
    {
        Write(Fleet("n1", "n2"));
        Put("n1", "running", "down");
        Put("n2", "running");
        _swarm.Log = _ => FleetFolder.Read(Folder).Nodes[0].State == FleetNodeState.Lost ? LinesOf("n1").Concat(LinesOf("n2")) : [];

        FleetRecord fleet = await Call.CollectAsync(default).WaitAsync(s_test);

        Assert.Equal([(FleetNodeState.Done, null), (FleetNodeState.Done, null)], fleet.Nodes.Select(static node => (node.State, node.Cause)));
        Assert.Equal(fleet.Nodes, FleetFolder.Read(Folder).Nodes);
    }

    [Fact]
    public async Task A_run_that_another_process_holds_is_not_thrown_away_by_whoever_would_go_on_with_it()
    {
        FleetRecord fleet = Fleet("n1");
        Write(fleet with { Nodes = [fleet.Nodes[0] with { State = FleetNodeState.Failed, Cause = "killed" }] });
        _swarm.Nodes["n1"] = "ready";
        SmallRun.Write(Path.GetDirectoryName(RunOf("vm-n1"))!);
        using FileStream held = new(Path.Combine(Path.GetDirectoryName(RunOf("vm-n1"))!, "run.lock"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);

        await Assert.ThrowsAsync<UsageException>(() => Call.ResumeAsync(default).WaitAsync(s_test));

        Assert.Equal(Measured, await File.ReadAllBytesAsync(RunOf("vm-n1")));
    }

    [Fact]
    public async Task A_manager_that_is_late_with_removing_is_one_line_and_the_results_are_kept()
    {
        Write(Fleet("n1"));
        Put("n1", "complete");
        _swarm.Log = _ => LinesOf("n1");
        using ManualResetEventSlim answers = new();
        _swarm.Instead = path =>
        {
            if (path == "/services/s1")
                answers.Wait(s_test);
            return null;
        };

        string message = (await Assert.ThrowsAsync<UsageException>(() => CallWith(s_patience with { Removal = s_short }).CollectAsync(default).WaitAsync(s_test))).Message;
        answers.Set();

        Assert.EndsWith($"./bench fleet collect {Folder} tries again", message, StringComparison.Ordinal);
        Assert.Equal((FleetNodeState.Done, "s1"), (FleetFolder.Read(Folder).Nodes[0].State, Assert.Single(FleetFolder.Read(Folder).Services)));
        FleetRecord tidied = await Call.CollectAsync(default).WaitAsync(s_test);
        Assert.Empty(tidied.Services);
        Assert.Empty(FleetFolder.Read(Folder).Services);
    }

    [Fact]
    public async Task An_order_that_the_engine_refuses_leaves_nothing_behind()
    {
        _swarm.Nodes["n1"] = "ready";
        _swarm.Instead = static path => path == "/services/create" ? CannedSwarm.Refusal(400) : null;

        UsageException refused = await Assert.ThrowsAsync<UsageException>(() => Call.BeginAsync(new FleetPlan { Suite = "smoke", Arguments = [], Image = "no such:image" }, default).WaitAsync(s_test));

        Assert.Equal("the Docker engine refused services/create: no", refused.Message);
        Assert.Contains("/configs/c1", _swarm.Asked);
        Assert.Empty(FleetFolder.Read(Folder).Configs);
    }

    [Fact]
    public async Task Rows_of_an_attempt_are_not_mixed_with_those_that_the_one_before_left_in_a_shared_folder()
    {
        FleetRecord fleet = Fleet("n1");
        Write(fleet with { Results = ResultsWay.Volume, Volume = _temp.Path, Nodes = [fleet.Nodes[0] with { Attempt = 2 }] });
        Put("n1", "complete");
        string before = Directory.CreateDirectory(MemberSettings.FolderIn(_temp.Path, "f1", "n1", 1)).FullName;
        await File.WriteAllBytesAsync(RunFolder.RunFile(before), [.. Measured, .. Measured]);
        SmallRun.Write(MemberSettings.FolderIn(_temp.Path, "f1", "n1", 2));
        _swarm.Log = _ => LinesOf("n1", attempt: 2).Where(static line => line is FleetLine.Ended);

        Assert.Equal(FleetNodeState.Done, (await Call.CollectAsync(default).WaitAsync(s_test)).Nodes[0].State);
    }

    [Theory]
    [InlineData("127.0.0.1:99999", "is no address; write HOST:PORT")]
    [InlineData("192.0.2.1", "--listen names an address of this machine that the nodes reach")]
    public async Task An_address_at_which_nobody_can_listen_is_one_line_and_nothing_is_ordered(string address, string expected)
    {
        _swarm.Nodes["n1"] = "ready";

        string message = (await Assert.ThrowsAsync<UsageException>(() => Call.BeginAsync(
            new FleetPlan { Suite = "smoke", Arguments = [], Image = "bench", Results = ResultsWay.Stream, Listen = address }, default).WaitAsync(s_test))).Message;

        Assert.StartsWith($"cannot listen at {address}: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain("/services/create", _swarm.Asked);
    }

    [Fact]
    public async Task A_fleet_that_was_made_of_logs_is_not_gone_on_with_by_machines_of_another()
    {
        FleetRecord fleet = Fleet("n1");
        Write(fleet with { Id = "", Services = [], Configs = [], Nodes = [fleet.Nodes[0] with { State = FleetNodeState.Failed, Cause = "its log has no end" }] });
        _swarm.Nodes["n2"] = "ready";

        Assert.StartsWith($"{Folder} was made of logs", (await Assert.ThrowsAsync<UsageException>(() => Call.ResumeAsync(default))).Message, StringComparison.Ordinal);

        Assert.DoesNotContain("/services/create", _swarm.Asked);
    }

    [Fact]
    public async Task A_second_caller_is_told_that_there_is_one()
    {
        Write(Fleet("n1"));
        using IDisposable first = FleetLock.Take(Folder);
        foreach (Func<Task> second in (Func<Task>[])[() => Call.CollectAsync(default), () => Call.ResumeAsync(default)])
            Assert.Equal($"another process runs or collects the fleet in {Folder}: wait for its end", (await Assert.ThrowsAsync<UsageException>(second)).Message);
    }

    [Fact]
    public async Task A_caller_whose_port_is_somebody_elses_now_reads_the_logs()
    {
        await using ResultReceiver other = await ResultReceiver.StartAsync("127.0.0.1", 0, null, static _ => null, default);
        Write(Fleet("n1") with { Results = ResultsWay.Stream, Address = other.Address, Secret = "secret" });
        Put("n1", "complete");
        _swarm.Log = _ => LinesOf("n1");

        FleetRecord fleet = await Call.CollectAsync(default).WaitAsync(s_test);

        Assert.Equal(FleetNodeState.Done, fleet.Nodes[0].State);
    }

    private FleetCall CallWith(FleetPatience patience) => new(_manager, Folder, patience, new Unseen());

    private byte[] Measured => File.ReadAllBytes(RunFolder.RunFile(Path.Combine(_temp.Path, "measured")));

    private static FleetRecord Fleet(params string[] nodes) => new()
    {
        Schema = FleetRecord.CurrentSchema, Id = "f1", Suite = "smoke", Image = "bench", StartedAt = SmallRun.Start, Services = [CannedSwarm.Service], Configs = [CannedSwarm.Config],
        Nodes = [.. nodes.Select(static id => new FleetNode(id, $"vm-{id}", null, null, FleetNodeState.Waiting, null))],
    };

    private void Write(FleetRecord fleet) => FleetFolder.Write(Folder, fleet);

    private string RunOf(string name) => RunFolder.RunFile(Path.Combine(Folder, "nodes", name));

    private void Put(string node, string task, string state = "ready") => (_swarm.Nodes[node], _swarm.Tasks[node]) = (state, task);

    private IEnumerable<FleetLine> LinesOf(string node, int attempt = 1) => SentRun.LinesOf(node, attempt, Measured, FleetLine.MostBytes);

    private sealed class Unseen : IFleetProgress
    {
        public void Show(IReadOnlyList<NodeView> nodes)
        {
            // Nobody looks.
        }
    }
}
