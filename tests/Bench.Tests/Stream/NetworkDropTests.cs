using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Bench.Streaming;
using Xunit.Abstractions;

namespace Bench.Tests;

/// <summary>A network that is away for five seconds between two nodes of a stream: messages flow again when it is back, and every one that did not arrive is accounted for.</summary>
[Trait("Speed", "Slow")]
public sealed partial class NetworkDropTests(ITestOutputHelper output)
{
    private static readonly TimeSpan s_drop = TimeSpan.FromSeconds(5), s_interval = TimeSpan.FromMilliseconds(5);
    private static readonly CancellationToken s_none = CancellationToken.None;

    [SkippableTheory]
    [InlineData("quic-openssl", false)]
    [InlineData("tcp", false)]
    [InlineData("tcp", true)]
    public async Task Between_source_and_zipper_only_what_was_under_way_is_lost(string transport, bool cut)
    {
        await using StreamBed bed = await BedAsync(transport);
        await using LossyProxy proxy = ProxyOf(bed);
        await using StreamFunction echo = await bed.FunctionAsync("echo", 0x33, static call => call.Reply(0x34, call.Data.Span));
        await using SinkProbe sink = await bed.SinkAsync("sink", 0x34);
        StreamSource source = await StreamSource.ConnectAsync(AddressOf(proxy), new() { Name = "source", Tag = 0x33, Transport = transport, Trust = bed.Trust }, s_none);
        long sent = await SendAcrossDropAsync(source, sink, proxy, cut);
        await StreamBed.UntilAsync(() => bed.Zipper.Statistics().Peers.All(static peer => peer.Kind != "source"), "the source to leave");
        ZipperStatistics counts = bed.Zipper.Statistics();
        long taken = counts.FramesIn - echo.Statistics.Handled;

        List<long> missing = Missing(sink, sent);
        output.WriteLine($"of {sent} lost {missing.Count}, {source.Unsent} of them dropped by the source; connected again {source.Reconnects} times");
        Assert.Equal(sent - taken, missing.Count);
        Assert.InRange(source.Unsent, 0, missing.Count);
        Assert.Equal((0, 0), (counts.Unobserved, counts.Dropped));
        AssertTogether(missing);
        if (transport == "tcp")
            Assert.Equal(cut, source.Reconnects > 0);
        if (transport == "tcp" && !cut)
            Assert.Empty(missing);
    }

    [SkippableTheory]
    [InlineData("quic-openssl", false)]
    [InlineData("tcp", false)]
    [InlineData("tcp", true)]
    public async Task Between_zipper_and_function_only_what_was_handed_over_is_lost_and_what_comes_meanwhile_is_counted(string transport, bool cut)
    {
        await using StreamBed bed = await BedAsync(transport);
        await using LossyProxy proxy = ProxyOf(bed);
        await using StreamFunction echo = await StreamFunction.ConnectAsync(AddressOf(proxy), bed.Options("echo", [0x33], StreamFunctionOptions.From(static call => call.Reply(0x34, call.Data.Span))), s_none);
        await bed.ArrivedAsync("echo");
        await using SinkProbe sink = await bed.SinkAsync("sink", 0x34);
        StreamSource source = await bed.SourceAsync();
        long sent = await SendAcrossDropAsync(source, sink, proxy, cut);
        await StreamBed.UntilAsync(() => Farewells(bed).Length >= echo.Reconnects, "the zipper to notice");
        ZipperStatistics counts = bed.Zipper.Statistics();

        List<long> missing = Missing(sink, sent);
        int handedOver = Farewells(bed).Sum(static one => one.Out - one.Unsent - one.In);
        output.WriteLine($"of {sent} lost {missing.Count}: {handedOver} handed over, {counts.Dropped} queued, {counts.Unobserved} while there was no function; connected again {echo.Reconnects} times");
        Assert.Equal(handedOver + counts.Dropped + counts.Unobserved, missing.Count);
        Assert.Equal(0, source.Unsent);
        if (transport == "tcp")
            Assert.Equal(cut, echo.Reconnects > 0);
        if (transport == "tcp" && !cut)
            Assert.Empty(missing);
    }

    private static async Task<StreamBed> BedAsync(string transport)
    {
        IStreamTransport one = StreamTransports.All.Single(one => one.Id == transport);
        Skip.If(one.Unsupported is not null, one.Unsupported);
        return await StreamBed.StartAsync(StreamBed.WorkflowOf("echo", "sink"), transport);
    }

    private static LossyProxy ProxyOf(StreamBed bed) => bed.Transport == "tcp" ? LossyProxy.Tcp(bed.Zipper.EndPoints[0]) : LossyProxy.Udp(bed.Zipper.EndPoints[0]);

    private static string AddressOf(LossyProxy proxy) => $"127.0.0.1:{proxy.EndPoint.Port}";

    /// <summary>Sends steadily before, during and after the drop, until the sink has seen messages that were sent after it and the last one.</summary>
    /// <returns>How many the source took.</returns>
    private async Task<long> SendAcrossDropAsync(StreamSource source, SinkProbe sink, LossyProxy proxy, bool cut)
    {
        using CancellationTokenSource enough = new();
        long sent = 0;
        Task sending = Task.Run(async () =>
        {
            using PeriodicTimer timer = new(s_interval);
            while (!enough.IsCancellationRequested)
            {
                await source.WriteAsync(new byte[64], s_none);
                Interlocked.Increment(ref sent);
                await timer.WaitForNextTickAsync(s_none);
            }
        });
        await sink.HasAsync(100);
        proxy.IsDown = true;
        if (cut)
            proxy.Cut();
        await Task.Delay(s_drop);
        proxy.IsDown = false;
        long back = Stopwatch.GetTimestamp(), first = Volatile.Read(ref sent) + 1;
        await SeenAsync(sink, first);
        output.WriteLine($"message {first} or one behind it came {Stopwatch.GetElapsedTime(back).TotalMilliseconds:0} ms after the network was back");
        await SeenAsync(sink, first + 100);
        await enough.CancelAsync();
        await sending.WaitAsync(StreamBed.Patience);
        await source.DisposeAsync();
        await SeenAsync(sink, sent - 1);
        return sent;
    }

    private static Task SeenAsync(SinkProbe sink, long id) =>
        StreamBed.UntilAsync(() => sink.Messages.Reverse().Take(50).Any(one => Id(one.Transaction) >= id), $"message {id}");

    private static long Id(string transaction) => long.Parse(transaction, CultureInfo.InvariantCulture);

    private static List<long> Missing(SinkProbe sink, long sent)
    {
        long[] seen = [.. sink.Messages.Select(static one => Id(one.Transaction))];
        HashSet<long> ids = [.. seen];
        Assert.Equal(seen.Length, ids.Count);
        return [.. Enumerable.Range(0, (int)sent).Select(static id => (long)id).Where(id => !ids.Contains(id))];
    }

    /// <summary>One gap, not many: nothing is lost before the drop or after the return.</summary>
    private static void AssertTogether(List<long> missing) =>
        Assert.Equal(missing.Count, missing.Count == 0 ? 0 : missing[^1] - missing[0] + 1);

    private static (int In, int Out, int Unsent)[] Farewells(StreamBed bed) =>
        [.. bed.Log.Select(static line => Farewell().Match(line)).Where(static match => match.Success)
            .Select(static match => (Number(match, 1), Number(match, 2), Number(match, 3)))];

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^function 'echo' at .* \(in (\d+), out (\d+), unsent (\d+)\)$")]
    private static partial Regex Farewell();
}
