using Bench.Core;
using Bench.Fleet;

namespace Bench.Tests;

/// <summary>What a node sends, and what its caller makes of it: in the log, and over QUIC on this machine.</summary>
[Collection("one suite at a time on a node")]
public sealed class FleetMemberTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly TempFolder _temp = new();
    private readonly CancellationTokenSource _limit = new(s_patience);
    private readonly StringWriter _log = new();
    private NodeIntake _caller;

    public FleetMemberTests() => _caller = Caller();

    public void Dispose()
    {
        _caller.Dispose();
        _temp.Dispose();
        _limit.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task The_log_of_a_node_makes_the_same_file()
    {
        await MeasureAsync(Settings);
        TakeLog();
        Assert.True(_caller.IsComplete);
        Assert.Equal(Written(), Collected());
        Assert.Equal("vm-1", _caller.Begun!.Name);
    }

    [Fact]
    public async Task Lines_of_the_log_that_are_torn_doubled_or_strange_do_no_harm()
    {
        await MeasureAsync(Settings);
        string[] lines = _log.ToString().Split('\n');
        Random random = new(5);
        foreach (string line in lines.SelectMany(line => new[] { line[..random.Next(line.Length + 1)], "Unhandled exception", line, line }))
            if (FleetLine.TryParse(line, out FleetLine? said))
                _caller.Take(said, DateTimeOffset.UnixEpoch);
        Assert.True(_caller.IsComplete);
        Assert.Equal(Written(), Collected());
    }

    [Fact]
    public async Task Rows_that_travel_as_messages_make_the_same_file_and_none_is_in_the_log()
    {
        await using ResultReceiver receiver = await ReceiveAsync();
        await MeasureAsync(Settings with { Caller = (receiver.Address, receiver.Pin, receiver.Secret) });
        Assert.True(_caller.IsComplete);
        Assert.Equal(Written(), Collected());
        Assert.DoesNotContain(" rows ", _log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_that_goes_away_and_comes_back_misses_nothing()
    {
        ResultReceiver first = await ReceiveAsync();
        int port = int.Parse(first.Address.Split(':')[1]);
        await MeasureAsync(Settings with { Caller = (first.Address, first.Pin, first.Secret) }, async () =>
        {
            await first.DisposeAsync();
            // Rows are written meanwhile.
        }, rows: 3);
        // Nobody was there in the end: all of it is in the log.
        await using ResultReceiver second = await ReceiveAsync(port, first.Secret);
        TakeLog();
        Assert.True(_caller.IsComplete);
        Assert.Equal(Written(), Collected());
    }

    [Fact]
    public async Task A_new_caller_in_the_place_of_one_that_died_gets_what_it_has_not()
    {
        ResultReceiver first = await ReceiveAsync();
        int port = int.Parse(first.Address.Split(':')[1]);
        ResultReceiver? second = null;
        await MeasureAsync(Settings with { Caller = (first.Address, first.Pin, first.Secret) }, async () =>
        {
            await first.DisposeAsync();
            second = await ReceiveAsync(port, first.Secret);
        }, rows: 40);
        TakeLog();
        Assert.True(_caller.IsComplete);
        Assert.Equal(Written(), Collected());
        await second!.DisposeAsync();
    }

    [Fact]
    public async Task A_caller_that_dies_when_it_has_all_rows_leaves_them_to_the_next_which_the_log_tells_that_they_are_all()
    {
        await using (ResultReceiver receiver = await ReceiveAsync())
            await MeasureAsync(Settings with { Caller = (receiver.Address, receiver.Pin, receiver.Secret) });
        _caller.Dispose();
        _caller = Caller();
        Assert.False(_caller.IsComplete);
        TakeLog();
        Assert.True(_caller.IsComplete);
        Assert.Equal(Written(), Collected());
        Assert.DoesNotContain(" rows ", _log.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_node_has_measured_for_a_caller_that_is_away_is_in_its_log_when_it_fails_or_is_told_to_end(bool fails)
    {
        ResultReceiver receiver = await ReceiveAsync();
        await using (FleetMember member = await FleetMember.BeginAsync(Settings with { Caller = (receiver.Address, receiver.Pin, receiver.Secret) }, Path.Combine(_temp.Path, "node"), "sha256:theirs", TextWriter.Synchronized(_log), _limit.Token))
        {
            using RunWriter writer = RunWriter.Create(member.Folder, SmallRun.Header);
            writer.Written += member.Written;
            Rows(writer, 0, 3);
            await receiver.DisposeAsync();
            Rows(writer, 3, 3);
            await (fails ? member.FailAsync("no space left") : member.LeaveAsync());
        }
        TakeLog();
        Assert.Equal(Written(), Collected());
        Assert.Equal(fails ? "no space left" : null, _caller.Fault);
        if (fails)
            Assert.IsType<FleetLine.Fault>(_log.ToString().Split('\n').Select(static line => FleetLine.TryParse(line, out FleetLine? said) ? said : null).Last(static said => said is not null));
    }

    [Fact]
    public async Task A_node_whose_caller_is_away_shows_in_its_log_that_it_is_at_work()
    {
        ResultReceiver receiver = await ReceiveAsync();
        await using FleetMember member = await FleetMember.BeginAsync(Settings with { Caller = (receiver.Address, receiver.Pin, receiver.Secret) }, Path.Combine(_temp.Path, "node"), "sha256:theirs", TextWriter.Synchronized(_log), _limit.Token);
        await receiver.DisposeAsync();
        await WaitUntilAsync(() =>
        {
            member.Preparing(1, 3, "pi");
            return _log.ToString().Contains("progress building 1 3", StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_caller_that_cannot_be_reached_gets_the_log()
    {
        await MeasureAsync(Settings with { Caller = ("127.0.0.1:1", new string('a', 64), "secret") });
        TakeLog();
        Assert.True(_caller.IsComplete);
    }

    [Fact]
    public async Task Whoever_does_not_know_the_secret_is_not_let_in()
    {
        await using ResultReceiver receiver = await ReceiveAsync();
        await MeasureAsync(Settings with { Caller = (receiver.Address, receiver.Pin, "guessed") });
        Assert.Equal(0, _caller.Bytes);
        TakeLog();
        Assert.True(_caller.IsComplete);
    }

    [Fact]
    public async Task Another_image_than_the_caller_means_is_refused_before_anything_is_measured()
    {
        UsageException refused = await Assert.ThrowsAsync<UsageException>(() => MeasureAsync(Settings with { Image = "sha256:mine" }));
        TakeLog();
        Assert.Equal("the image of this name on node vm-1 is sha256:theirs, not sha256:mine: load the same one on all nodes", refused.Message);
        Assert.Equal(refused.Message, _caller.Fault);
        Assert.Equal(0, _caller.Bytes);
    }

    [Fact]
    public async Task A_second_suite_on_a_node_waits_for_the_first()
    {
        Task second;
        await using (FleetMember first = await FleetMember.BeginAsync(Settings, _temp.Path, "sha256:theirs", TextWriter.Null, _limit.Token))
        {
            second = MeasureAsync(Settings with { Node = "n1" });
            await WaitUntilAsync(() => _log.ToString().Contains("progress waiting", StringComparison.Ordinal));
            Assert.False(second.IsCompleted);
        }
        await second;
        TakeLog();
        Assert.True(_caller.IsComplete);
    }

    [Fact]
    public async Task What_was_measured_earlier_is_carried_to_the_node_and_not_sent_back()
    {
        string earlier = Path.Combine(_temp.Path, "earlier");
        using (RunWriter writer = RunWriter.Create(earlier, SmallRun.Header))
            Rows(writer, 0, 200);
        string parts = Directory.CreateDirectory(Path.Combine(_temp.Path, "parts")).FullName;
        foreach ((int part, byte[] data) in EarlierRun.Pack(earlier).Index())
            await File.WriteAllBytesAsync(Path.Combine(parts, EarlierRun.NameOf(part)), data);
        _caller.Take(new FleetLine.Rows("n1", 1, 0, await File.ReadAllBytesAsync(RunFolder.RunFile(earlier))), DateTimeOffset.UnixEpoch);
        long before = _caller.Bytes;

        await MeasureAsync(Settings with { Earlier = parts }, rows: 4);

        Assert.DoesNotContain(" rows 0 ", _log.ToString(), StringComparison.Ordinal);
        TakeLog();
        Assert.True(_caller.IsComplete);
        Assert.True(_caller.Bytes > before);
        Assert.Equal(204, RunFolder.Read(Path.Combine(_temp.Path, "node", "n1")).Processes.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(60)]
    [InlineData(-1)]
    public void Damaged_parts_of_an_earlier_run_are_refused_in_a_line(int length)
    {
        string parts = Directory.CreateDirectory(Path.Combine(_temp.Path, "parts")).FullName;
        SmallRun.Write(Path.Combine(_temp.Path, "earlier"));
        byte[] packed = Assert.Single(EarlierRun.Pack(Path.Combine(_temp.Path, "earlier")));
        File.WriteAllBytes(Path.Combine(parts, "000"), packed[..(length < 0 ? packed.Length + length : length)]);
        Assert.Contains("cannot read the earlier run", Assert.Throws<UsageException>(() => EarlierRun.Unpack(parts, Path.Combine(_temp.Path, "run"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shared_folder_needs_no_rows_in_the_log()
    {
        string shared = Directory.CreateDirectory(Path.Combine(_temp.Path, "shared")).FullName;
        await MeasureAsync(Settings with { Volume = shared });
        Assert.DoesNotContain(" rows ", _log.ToString(), StringComparison.Ordinal);
        _caller.Take(new FleetLine.Rows("n1", 1, 0, await File.ReadAllBytesAsync(RunFolder.RunFile(Path.Combine(shared, "f1", "n1")))), DateTimeOffset.UnixEpoch);
        TakeLog();
        Assert.True(_caller.IsComplete);
    }

    [Fact]
    public async Task Another_attempt_writes_beside_the_one_before_in_a_shared_folder()
    {
        string shared = Directory.CreateDirectory(Path.Combine(_temp.Path, "shared")).FullName;
        await MeasureAsync(Settings with { Volume = shared }, rows: 2);
        byte[] before = await File.ReadAllBytesAsync(RunFolder.RunFile(Path.Combine(shared, "f1", "n1")));
        string parts = Directory.CreateDirectory(Path.Combine(_temp.Path, "parts")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(parts, EarlierRun.NameOf(0)), Assert.Single(EarlierRun.Pack(Path.Combine(shared, "f1", "n1"))));

        await MeasureAsync(Settings with { Volume = shared, Earlier = parts, Attempt = 2 }, rows: 2);

        Assert.Equal(before, await File.ReadAllBytesAsync(RunFolder.RunFile(Path.Combine(shared, "f1", "n1"))));
        Assert.Equal(4, RunFolder.Read(MemberSettings.FolderIn(shared, "f1", "n1", 2)).Processes.Count);
    }

    [Fact]
    public void A_container_without_its_variables_says_which_is_missing()
    {
        Dictionary<string, string> variables = new() { [MemberSettings.FleetVariable] = "f1" };
        Assert.Contains(MemberSettings.NodeVariable, Refused(), StringComparison.Ordinal);
        variables[MemberSettings.NodeVariable] = "../up";
        Assert.Contains("no id of a node", Refused(), StringComparison.Ordinal);
        variables[MemberSettings.NodeVariable] = "n1";
        variables[MemberSettings.AttemptVariable] = "-1";
        Assert.Contains(MemberSettings.AttemptVariable, Refused(), StringComparison.Ordinal);

        string Refused() => Assert.Throws<UsageException>(() => MemberSettings.FromEnvironment(variables.GetValueOrDefault)).Message;
    }

    [Fact]
    public void A_node_finds_its_card_among_those_of_all_nodes()
    {
        string file = Path.Combine(_temp.Path, "nodes.json");
        File.WriteAllBytes(file, NodeCard.Write(new Dictionary<string, NodeCard> { ["n1"] = new("a.small", null), ["n2"] = new("b.large", "b.large vm-2") }));
        MemberSettings settings = MemberSettings.FromEnvironment(new Dictionary<string, string>
        {
            [MemberSettings.FleetVariable] = "f1", [MemberSettings.NodeVariable] = "n2", [MemberSettings.NodesVariable] = file,
        }.GetValueOrDefault);
        Assert.Equal(("b.large", "b.large vm-2", "n2", 1), (settings.VmType, settings.Label, settings.NodeName, settings.Attempt));
    }

    private static MemberSettings Settings => new() { Fleet = "f1", Node = "n1", NodeName = "vm-1" };

    private NodeIntake Caller() => new(new FleetNode("n1", "vm-1", null, null, FleetNodeState.Waiting, null), Path.Combine(_temp.Path, "caller"));

    private string NodeRun => RunFolder.RunFile(Path.Combine(_temp.Path, "node", "n1"));

    private async Task MeasureAsync(MemberSettings settings, Func<Task>? inTheMiddle = null, int rows = 20)
    {
        await using FleetMember member = await FleetMember.BeginAsync(settings, Path.Combine(_temp.Path, "node"), "sha256:theirs", TextWriter.Synchronized(_log), _limit.Token);
        int before = member.Resumes ? RunFolder.Read(member.Folder).Processes.Count : 0;
        using (RunWriter writer = member.Resumes ? RunWriter.Append(member.Folder) : RunWriter.Create(member.Folder, SmallRun.Header))
        {
            writer.Written += member.Written;
            Rows(writer, before, rows / 2);
            if (inTheMiddle is not null)
                await inTheMiddle();
            Rows(writer, before + (rows / 2), rows - (rows / 2));
        }
        await member.EndAsync(0);
    }

    private static void Rows(RunWriter writer, int from, int count)
    {
        for (int i = from + 1; i <= from + count; i++)
            writer.Write(SmallRun.Process(SmallRun.Nbody, i, i), [SmallRun.Wall(Phases.Total, 1000 + i), SmallRun.Wall(Phases.Startup, i)]);
    }

    private Task<ResultReceiver> ReceiveAsync(int port = 0, string? secret = null) => ResultReceiver.StartAsync("127.0.0.1", port, secret, line =>
    {
        lock (_caller)
            return _caller.Take(line, DateTimeOffset.UnixEpoch);
    }, _limit.Token);

    private void TakeLog()
    {
        foreach (string line in _log.ToString().Split('\n'))
            if (FleetLine.TryParse(line.TrimEnd('\r'), out FleetLine? said))
                _caller.Take(said, DateTimeOffset.UnixEpoch);
    }

    private byte[] Written() => File.ReadAllBytes(NodeRun);

    private byte[] Collected()
    {
        using FileStream stream = new(RunFolder.RunFile(_caller.Folder), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private async Task WaitUntilAsync(Func<bool> holds)
    {
        while (!holds())
            await Task.Delay(20, _limit.Token);
    }
}
