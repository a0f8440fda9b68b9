using System.Net.Security;
using System.Text;
using Bench.Streaming;

namespace Bench.Tests;

/// <summary>Sources, functions, sinks and a zipper between them, over TCP on this machine.</summary>
public sealed class ZipperTests
{
    private static readonly CancellationToken s_none = CancellationToken.None;

    [Fact]
    public async Task A_message_goes_from_the_source_through_the_function_to_the_sink_with_its_transaction_id()
    {
        await using StreamBed bed = await StreamBed.StartAsync("upper", "sink");
        await using StreamFunction upper = await bed.FunctionAsync("upper", 0x33, static call => call.Reply(0x34, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(call.Data.Span).ToUpperInvariant())));
        await using SinkProbe sink = await bed.SinkAsync("sink", 0x34);
        await using StreamSource source = await bed.SourceAsync();
        await source.WriteAsync(0x33, 42, "yomo"u8.ToArray(), s_none);
        await sink.HasAsync(1);
        Assert.Equal(("42", "YOMO"), sink.Messages.Select(static one => (one.Transaction, Encoding.UTF8.GetString(one.Data))).Single());
    }

    [Fact]
    public async Task Ten_thousand_messages_of_all_sizes_arrive_once_each_and_in_order()
    {
        await using StreamBed bed = await StreamBed.StartAsync("echo", "sink");
        await using StreamFunction echo = await bed.FunctionAsync("echo", 0x33, static call => call.Reply(0x34, call.Data.Span));
        await using SinkProbe sink = await bed.SinkAsync("sink", 0x34);
        byte[][] sent = [.. Enumerable.Range(0, 10_000).Select(static i => Enumerable.Repeat((byte)i, 1 + (i % 1000 == 0 ? 70_000 : i % 300)).ToArray())];
        await using (StreamSource source = await bed.SourceAsync())
        {
            foreach (byte[] data in sent)
                await source.WriteAsync(data, s_none);
        }
        await sink.HasAsync(sent.Length);
        Assert.Equal(Enumerable.Range(0, sent.Length).Select(static i => $"{i}"), sink.Messages.Select(static one => one.Transaction));
        Assert.All(sent.Zip(sink.Messages), static pair => Assert.True(pair.First.AsSpan().SequenceEqual(pair.Second.Data)));
    }

    [Fact]
    public async Task A_message_goes_to_every_later_function_that_observes_its_tag_and_to_no_earlier_one()
    {
        await using StreamBed bed = await StreamBed.StartAsync("first", "second", "third");
        await using StreamFunction first = await bed.FunctionAsync("first", 0x33, static call => call.Reply(0x33, call.Data.Span));
        await using SinkProbe second = await bed.SinkAsync("second", 0x33), third = await bed.SinkAsync("third", 0x34);
        await using StreamSource source = await bed.SourceAsync();
        await source.WriteAsync("x"u8.ToArray(), s_none);
        await second.HasAsync(2);
        await source.WriteAsync(0x34, "y"u8.ToArray(), s_none);
        await third.HasAsync(1);
        Assert.Equal((1L, 2, 1), (first.Statistics.Handled, second.Messages.Count, third.Messages.Count));
    }

    [Fact]
    public async Task Instances_of_one_function_share_the_messages_and_a_broadcast_reaches_them_all()
    {
        await using StreamBed bed = await StreamBed.StartAsync("worker");
        await using SinkProbe one = await bed.SinkAsync("worker", 0x33), two = await bed.SinkAsync("worker", 0x33);
        await bed.ArrivedAsync("worker", 2);
        await using StreamSource source = await bed.SourceAsync();
        for (int i = 0; i < 500; i++)
            await source.WriteAsync(new byte[10], s_none);
        await StreamBed.UntilAsync(() => one.Messages.Count + two.Messages.Count == 500, "500 messages");
        await source.BroadcastAsync(0x33, "all"u8.ToArray(), s_none);
        await StreamBed.UntilAsync(() => one.Messages.Count + two.Messages.Count == 502, "the broadcast");
        Assert.Equal("all", Encoding.UTF8.GetString(one.Messages.Last().Data));
        Assert.Equal("all", Encoding.UTF8.GetString(two.Messages.Last().Data));
    }

    [Fact]
    public async Task A_function_that_faults_loses_that_message_only_and_the_loss_is_told_with_its_id()
    {
        await using StreamBed bed = await StreamBed.StartAsync("picky", "sink");
        List<string> faults = [];
        StreamFunctionOptions options = bed.Options("picky", [0x33], StreamFunctionOptions.From(static call =>
        {
            if (call.Data.Span[0] == 'x')
                throw new InvalidOperationException("no x, please");
            call.Reply(0x34, call.Data.Span);
        })) with
        { OnFault = text => { lock (faults) faults.Add(text); } };
        await using StreamFunction picky = await StreamFunction.ConnectAsync(bed.Address, options, s_none);
        await bed.ArrivedAsync("picky");
        await using SinkProbe sink = await bed.SinkAsync("sink", 0x34);
        await using StreamSource source = await bed.SourceAsync();
        foreach (char letter in "axbxxc")
            await source.WriteAsync(new[] { (byte)letter }, s_none);
        await sink.HasAsync(3);
        Assert.Equal("abc", string.Concat(sink.Messages.Select(static one => (char)one.Data[0])));
        Assert.Equal([new(FunctionFault.Trap, 3)], picky.Statistics.Faults);
        Assert.Contains("message 1 is lost (Trap): InvalidOperationException: no x, please", faults);
    }

    [Fact]
    public async Task A_function_may_answer_with_none_or_with_many_messages()
    {
        await using StreamBed bed = await StreamBed.StartAsync("many", "sink");
        await using StreamFunction many = await bed.FunctionAsync("many", 0x33, static call =>
        {
            for (byte i = 0; i < call.Data.Span[0]; i++)
                call.Reply(0x34, [i]);
        });
        await using SinkProbe sink = await bed.SinkAsync("sink", 0x34);
        await using StreamSource source = await bed.SourceAsync();
        await source.WriteAsync(new byte[] { 0 }, s_none);
        await source.WriteAsync(new byte[] { 3 }, s_none);
        await source.WriteAsync(new byte[] { 2 }, s_none);
        await sink.HasAsync(5);
        Assert.Equal([("1", 0), ("1", 1), ("1", 2), ("2", 0), ("2", 1)], sink.Messages.Select(static one => (one.Transaction, (int)one.Data[0])));
    }

    [Fact]
    public async Task Several_messages_are_handled_at_once_where_that_is_asked_for()
    {
        await using StreamBed bed = await StreamBed.StartAsync("slow");
        using SemaphoreSlim both = new(0);
        int inside = 0;
        StreamFunctionOptions options = bed.Options("slow", [0x33], StreamFunctionOptions.From(async (call, ct) =>
        {
            if (Interlocked.Increment(ref inside) == 2)
                both.Release(2);
            await both.WaitAsync(StreamBed.Patience, ct);
        })) with
        { Concurrency = 2 };
        await using StreamFunction slow = await StreamFunction.ConnectAsync(bed.Address, options, s_none);
        await bed.ArrivedAsync("slow");
        await using StreamSource source = await bed.SourceAsync();
        await source.WriteAsync("a"u8.ToArray(), s_none);
        await source.WriteAsync("b"u8.ToArray(), s_none);
        await StreamBed.UntilAsync(() => slow.Statistics.Handled == 2, "both messages");
    }

    [Fact]
    public async Task A_slow_function_holds_up_its_own_source_only_and_its_queue_stays_bounded()
    {
        const int queue = 32 << 10;
        await using StreamBed bed = await StreamBed.StartAsync(StreamBed.WorkflowOf("stuck", "sink"), frames: new() { QueueBytes = queue });
        TaskCompletionSource free = new(TaskCreationOptions.RunContinuationsAsynchronously);
        StreamFunctionOptions options = bed.Options("stuck", [0x33], StreamFunctionOptions.From(async (_, ct) => await free.Task.WaitAsync(ct)));
        await using StreamFunction stuck = await StreamFunction.ConnectAsync(bed.Address, options, s_none);
        await bed.ArrivedAsync("stuck");
        await using SinkProbe sink = await bed.SinkAsync("sink", 0x34);
        await using StreamSource blocked = await bed.SourceAsync("blocked"), other = await bed.SourceAsync("other");

        using CancellationTokenSource enough = new();
        Task<int> flood = StreamBed.FloodAsync(blocked, 1024, enough.Token);
        await StreamBed.UntilAsync(() => Peer("stuck").QueuedBytes > queue / 2, "the queue to fill");
        for (int i = 0; i < 1000; i++)
            await other.WriteAsync(0x34, new byte[64], s_none);
        await sink.HasAsync(1000);
        Assert.InRange(Peer("stuck").QueuedBytes, 0, queue + 2048);

        await enough.CancelAsync();
        int written = await flood;
        free.SetResult();
        await StreamBed.UntilAsync(() => stuck.Statistics.Handled == written, $"all {written} messages");

        PeerStatistics Peer(string name) => bed.Zipper.Statistics().Peers.Single(peer => peer.Name == name);
    }

    [Fact]
    public async Task A_full_queue_of_a_function_that_drops_is_counted_and_nobody_waits()
    {
        const int queue = 16 << 10;
        Workflow workflow = StreamBed.WorkflowOf("stuck") with { Functions = [new WorkflowFunction("stuck") { WhenFull = WhenFull.Drop, QueueBytes = queue }] };
        await using StreamBed bed = await StreamBed.StartAsync(workflow);
        StreamFunctionOptions options = bed.Options("stuck", [0x33], StreamFunctionOptions.From(static (_, ct) => new ValueTask(Task.Delay(Timeout.Infinite, ct))));
        await using StreamFunction stuck = await StreamFunction.ConnectAsync(bed.Address, options, s_none);
        await bed.ArrivedAsync("stuck");
        await using StreamSource source = await bed.SourceAsync();
        for (int i = 0; i < 20_000; i++)
            await source.WriteAsync(new byte[1024], s_none);
        await StreamBed.UntilAsync(() => bed.Zipper.Statistics().FramesIn == 20_000, "all messages at the zipper");
        ZipperStatistics counts = bed.Zipper.Statistics();
        Assert.True(counts.Dropped > 0);
        Assert.Equal(20_000, counts.FramesOut + counts.Dropped);
        Assert.Equal(0, counts.Unobserved);
        Assert.InRange(counts.Peers.Single(static peer => peer.Name == "stuck").QueuedBytes, 1, queue);
    }

    [Fact]
    public async Task Messages_that_nobody_observes_are_counted()
    {
        await using StreamBed bed = await StreamBed.StartAsync("f");
        await using StreamSource source = await bed.SourceAsync();
        await source.WriteAsync("x"u8.ToArray(), s_none);
        await StreamBed.UntilAsync(() => bed.Zipper.Statistics().Unobserved == 1, "the count");
    }

    [Fact]
    public async Task A_wrong_credential_is_refused_with_a_reason_on_both_sides()
    {
        await using StreamBed bed = await StreamBed.StartAsync(StreamBed.WorkflowOf("f") with { Credential = Credential.AppKey("id", "secret") });
        await using StreamSource good = await bed.SourceAsync("good", Credential.AppKey("id", "secret"));
        await bed.ArrivedAsync("good");
        foreach ((Credential shown, string why) in new[] { (Credential.AppKey("id", "guess"), "the credential is wrong"), (Credential.None, "asks for a credential") })
        {
            await using StreamSource bad = await bed.SourceAsync("bad", shown);
            StreamClosedException refused = await Assert.ThrowsAsync<StreamClosedException>(() => bad.Completion.WaitAsync(StreamBed.Patience));
            Assert.Contains(why, refused.Message);
            await Assert.ThrowsAsync<StreamClosedException>(async () => await bad.WriteAsync("x"u8.ToArray(), s_none));
            await StreamBed.UntilAsync(() => bed.Log.Any(line => line.Contains(why, StringComparison.Ordinal)), "the zipper's line");
        }
        Assert.DoesNotContain(bed.Log, static line => line.Contains("guess", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_function_that_is_not_in_the_workflow_is_told_so()
    {
        await using StreamBed bed = await StreamBed.StartAsync("known");
        await using StreamFunction stranger = await StreamFunction.ConnectAsync(bed.Address, bed.Options("stranger", [1], StreamFunctionOptions.From(static _ => { })), s_none);
        StreamClosedException refused = await Assert.ThrowsAsync<StreamClosedException>(() => stranger.Completion.WaitAsync(StreamBed.Patience));
        Assert.Contains("'stranger' is not in the workflow; it has known", refused.Message);
    }

    [Theory]
    [InlineData("00 01 02", "not with a handshake")]
    [InlineData("BD 7F", "no number of bytes")]
    [InlineData("BD 84 A2 70", "a frame of 70000 bytes is above the limit of 65536")]
    [InlineData("BD 17 01 0B 79 6F 6D 6F 2D 73 6F 75 72 63 65 02 01 5F 03 00 04 01 00 05 00 11 00", "unknown kind 0x11")]
    [InlineData("BD 17 01 0B 79 6F 6D 6F 2D 73 6F 75 72 63 65 02 01 5F 03 00 04 01 00 05 00 BF 87 FF FF FF 7F", "above the limit")]
    public async Task A_client_that_sends_what_is_no_frame_is_closed_with_a_reason_and_others_live_on(string hex, string why)
    {
        await using StreamBed bed = await StreamBed.StartAsync("sink");
        await using SinkProbe sink = await bed.SinkAsync("sink", 0x33);
        await using StreamSource source = await bed.SourceAsync();
        await using SslStream hostile = await bed.RawAsync();
        await hostile.WriteAsync(Hex.Bytes(hex));
        using MemoryStream answer = new();
        await hostile.CopyToAsync(answer).WaitAsync(StreamBed.Patience);
        Assert.Contains(why, Encoding.UTF8.GetString(answer.ToArray()));
        await StreamBed.UntilAsync(() => bed.Log.Any(line => line.Contains(why, StringComparison.Ordinal)), "the zipper's line");
        await source.WriteAsync("still here"u8.ToArray(), s_none);
        await sink.HasAsync(1);
    }

    [Fact]
    public async Task What_clients_send_reaches_the_downstream_zipper_and_never_comes_back()
    {
        await using StreamBed east = await StreamBed.StartAsync("sink");
        Workflow toEast = StreamBed.WorkflowOf("sink") with { Name = "west", Downstream = [new Downstream("east", ZipperAddress.Parse(east.Address), Credential.None, null)] };
        await using StreamBed west = await StreamBed.StartAsync(toEast, downstream: east.Trust);
        await using SinkProbe there = await east.SinkAsync("sink", 0x33), here = await west.SinkAsync("sink", 0x33);
        await east.ArrivedAsync("west");
        await using StreamSource source = await west.SourceAsync();
        await source.WriteAsync("over the hill"u8.ToArray(), s_none);
        await there.HasAsync(1);
        await here.HasAsync(1);
        Assert.Equal("over the hill", Encoding.UTF8.GetString(there.Messages.Single().Data));
    }

    [Fact]
    public async Task Two_zippers_that_are_each_other_s_downstream_pass_a_message_once()
    {
        int port = FreePort();
        await using StreamBed east = await StreamBed.StartAsync(StreamBed.WorkflowOf("sink") with { Name = "east", Downstream = [new Downstream("west", new ZipperAddress("localhost", port), Credential.None, null)] }, downstream: new ServerTrust.SeenBefore(new KnownServers(Path.Combine(Directory.CreateTempSubdirectory("bench").FullName, "known")), $"localhost:{port}", true));
        await using StreamBed west = await StreamBed.StartAsync(StreamBed.WorkflowOf("sink") with { Name = "west", Port = port, Downstream = [new Downstream("east", ZipperAddress.Parse(east.Address), Credential.None, null)] }, downstream: east.Trust);
        await using SinkProbe there = await east.SinkAsync("sink", 0x33), here = await west.SinkAsync("sink", 0x33);
        await Task.WhenAll(east.ArrivedAsync("west"), west.ArrivedAsync("east"));
        await using StreamSource source = await west.SourceAsync(), other = await east.SourceAsync();
        await source.WriteAsync("a"u8.ToArray(), s_none);
        await other.WriteAsync("b"u8.ToArray(), s_none);
        await Task.WhenAll(there.HasAsync(2), here.HasAsync(2));
        Assert.Equal((2, 2), (there.Messages.Count, here.Messages.Count));
        Assert.Equal((2, 2), (east.Zipper.Statistics().FramesIn, west.Zipper.Statistics().FramesIn));
    }

    [Fact]
    public async Task A_zipper_that_stops_lets_functions_finish_what_is_under_way_and_says_good_bye()
    {
        await using StreamBed bed = await StreamBed.StartAsync("slow", "sink");
        await using StreamFunction slow = await bed.FunctionAsync("slow", 0x33, static call =>
        {
            Thread.SpinWait(20_000);
            call.Reply(0x34, call.Data.Span);
        });
        await using SinkProbe sink = await bed.SinkAsync("sink", 0x34);
        await using StreamSource source = await bed.SourceAsync();
        for (int i = 0; i < 500; i++)
            await source.WriteAsync(new byte[64], s_none);
        await StreamBed.UntilAsync(() => bed.Zipper.Statistics().FramesIn >= 500, "the messages at the zipper");
        await bed.Zipper.StopAsync(TimeSpan.FromSeconds(10));
        await sink.HasAsync(500);
        Assert.Contains(bed.Log, static line => line.Contains("function 'slow'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Clients_find_a_zipper_that_was_away_and_go_on()
    {
        int port = FreePort();
        string folder = Directory.CreateTempSubdirectory("bench").FullName;
        ZipperOptions options = new() { Transports = ["tcp"], Certificate = DevelopmentCertificate.LoadOrCreate(folder, DateTimeOffset.UtcNow) };
        Workflow workflow = StreamBed.WorkflowOf("sink") with { Port = port };
        ServerTrust trust = new ServerTrust.Pinned(ServerTrust.FingerprintOf(options.Certificate));
        Zipper zipper = await Zipper.StartAsync(workflow, options, s_none);
        SinkProbe probe = new();
        await using StreamFunction sink = await StreamFunction.ConnectAsync($"localhost:{port}", new() { Name = "sink", Observe = [0x33], Transport = "tcp", Trust = trust, Host = StreamFunctionOptions.From(probe.Take) }, s_none);
        await using StreamSource source = await StreamSource.ConnectAsync($"localhost:{port}", new() { Name = "s", Transport = "tcp", Trust = trust }, s_none);
        await zipper.DisposeAsync();
        await StreamBed.UntilAsync(() => !sink.Completion.IsCompleted, "the sink to stay");
        zipper = await Zipper.StartAsync(workflow, options, s_none);
        await StreamBed.UntilAsync(() => zipper.Statistics().Peers.Count == 2, "both to come back");
        await source.WriteAsync(0x33, "again"u8.ToArray(), s_none);
        await probe.HasAsync(1);
        Assert.Equal((1, 1), (source.Reconnects, sink.Reconnects));
        await zipper.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_hundred_sources_and_twenty_functions_work_at_once()
    {
        string[] names = [.. Enumerable.Range(0, 20).Select(static i => $"f{i}")];
        await using StreamBed bed = await StreamBed.StartAsync(names);
        List<SinkProbe> sinks = [];
        foreach (string name in names)
            sinks.Add(await bed.SinkAsync(name, (byte)sinks.Count));
        StreamSource[] sources = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => bed.SourceAsync($"s{i}")));
        await Task.WhenAll(sources.Select(async (source, i) =>
        {
            for (int k = 0; k < 100; k++)
                await source.WriteAsync((byte)((i + k) % 20), new byte[64], s_none);
        }));
        await Task.WhenAll(sinks.Select(static sink => sink.HasAsync(500)));
        Assert.All(sinks, static sink => Assert.Equal(500, sink.Messages.Count));
        foreach (IAsyncDisposable one in sources.Concat<IAsyncDisposable>(sinks))
            await one.DisposeAsync();
    }

    private static int FreePort()
    {
        using System.Net.Sockets.TcpListener listener = new(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
