using System.Collections.Concurrent;
using Bench.Streaming;

namespace Bench.Tests;

/// <summary>A function whose host or whose zipper is away for a while.</summary>
public sealed class FunctionRecoveryTests
{
    private static readonly CancellationToken s_none = CancellationToken.None;

    [Fact]
    public async Task A_host_that_refuses_to_start_again_is_tried_on_and_nothing_but_the_faulty_message_is_lost()
    {
        await using StreamBed bed = await StreamBed.StartAsync("frail", "sink");
        ConcurrentQueue<string> told = [];
        int starts = 0;
        StreamFunctionOptions options = bed.Options("frail", [0x33], () => new FrailHost(Interlocked.Increment(ref starts) is > 1 and < 6)) with { OnFault = told.Enqueue };
        await using StreamFunction frail = await StreamFunction.ConnectAsync(bed.Address, options, s_none);
        await bed.ArrivedAsync("frail");
        await using SinkProbe sink = await bed.SinkAsync("sink", 0x34);
        await using StreamSource source = await bed.SourceAsync();
        foreach (char letter in "axbc")
            await source.WriteAsync(new[] { (byte)letter }, s_none);
        await sink.HasAsync(3);
        Assert.Equal("abc", string.Concat(sink.Messages.Select(static one => (char)one.Data[0])));
        Assert.Equal(6, starts);
        Assert.False(frail.Completion.IsCompleted);
        Assert.Equal((1, 3), (frail.Statistics.Restarts, frail.Statistics.Handled));
        Assert.Equal(["message 1 is lost (Trap): x", "the function did not start again (Refused), trying on: out of order"], told);
    }

    [Fact]
    public async Task Replies_to_a_zipper_that_went_away_meanwhile_are_counted_and_the_function_comes_back()
    {
        const int lost = 200;
        string folder = Directory.CreateTempSubdirectory("bench").FullName;
        ZipperOptions zipperOptions = new() { Transports = ["tcp"], Certificate = DevelopmentCertificate.LoadOrCreate(folder, DateTimeOffset.UtcNow) };
        Zipper zipper = await Zipper.StartAsync(StreamBed.WorkflowOf("held"), zipperOptions, s_none);
        Workflow again = StreamBed.WorkflowOf("held", "sink") with { Port = zipper.EndPoints[0].Port };
        string address = $"localhost:{again.Port}";
        ServerTrust trust = new ServerTrust.Pinned(ServerTrust.FingerprintOf(zipperOptions.Certificate));
        using SemaphoreSlim inside = new(0), leave = new(0);
        await using StreamFunction held = await StreamFunction.ConnectAsync(address, new()
        {
            Name = "held",
            Observe = [0x33],
            Transport = "tcp",
            Trust = trust,
            Host = StreamFunctionOptions.From(async (call, ct) =>
            {
                inside.Release();
                await leave.WaitAsync(StreamBed.Patience, ct);
                call.Reply(0x34, call.Data.Span);
            }),
        }, s_none);
        await using StreamSource source = await StreamSource.ConnectAsync(address, new() { Name = "source", Tag = 0x33, Transport = "tcp", Trust = trust }, s_none);
        await StreamBed.UntilAsync(() => zipper.Statistics().Peers.Count == 2, "both to arrive");
        for (int i = 0; i < lost; i++)
            await source.WriteAsync("lost"u8.ToArray(), s_none);
        await StreamBed.UntilAsync(() => zipper.Statistics().FramesOut == lost, "all at the function");
        Assert.True(await inside.WaitAsync(StreamBed.Patience));

        await zipper.DisposeAsync();
        leave.Release(lost);
        zipper = await Zipper.StartAsync(again, zipperOptions, s_none);
        SinkProbe probe = new();
        await using StreamFunction sink = await StreamFunction.ConnectAsync(address, new() { Name = "sink", Observe = [0x34], Transport = "tcp", Trust = trust, Host = StreamFunctionOptions.From(probe.Take) }, s_none);
        await StreamBed.UntilAsync(() => zipper.Statistics().Peers.Count == 3, "all to come back");
        leave.Release();
        await source.WriteAsync("kept"u8.ToArray(), s_none);
        await probe.HasAsync(1);
        Assert.Equal("kept", System.Text.Encoding.UTF8.GetString(probe.Messages.Single().Data));
        Assert.Equal((1, lost + 1), (held.Reconnects, held.Statistics.Handled));
        // The first ones may have left before anybody knew that nobody reads them.
        Assert.InRange(held.Unsent, 1, lost);
        await zipper.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_reply_that_no_frame_can_hold_and_a_tag_that_no_zipper_takes_lose_their_message_only()
    {
        await using StreamBed bed = await StreamBed.StartAsync("odd", "sink");
        StreamFunctionOptions options = bed.Options("odd", [0x33], StreamFunctionOptions.From(static call =>
        {
            int length = call.Data.Span[0] * 1000;
            call.Reply((byte)(length == 0 ? 0x40 : 0x34), new byte[Math.Max(1, length)]);
        })) with
        { Frames = new FrameOptions { MaxFrameBytes = 100_000 } };
        await using StreamFunction odd = await StreamFunction.ConnectAsync(bed.Address, options, s_none);
        await bed.ArrivedAsync("odd");
        await using SinkProbe sink = await bed.SinkAsync("sink", 0x34);
        await using StreamSource source = await bed.SourceAsync();
        foreach (byte size in new byte[] { 99, 100, 0, 1 })
            await source.WriteAsync(new[] { size }, s_none);
        await sink.HasAsync(2);
        Assert.Equal([99_000, 1000], sink.Messages.Select(static one => one.Data.Length));
        Assert.Equal([new(FunctionFault.Trap, 1), new(FunctionFault.Limit, 1)], odd.Statistics.Faults.OrderBy(static fault => fault.Key));
        Assert.Equal(0, odd.Reconnects);
    }

    /// <summary>Fails on x, and cannot be started while something is out of order.</summary>
    private sealed class FrailHost(bool outOfOrder) : IFunctionHost
    {
        public IReadOnlyList<byte> ObservedTags => [];

        public ValueTask StartAsync(CancellationToken ct) => outOfOrder ? throw new FunctionFaultException(FunctionFault.Refused, "out of order") : ValueTask.CompletedTask;

        public ValueTask InvokeAsync(FunctionCall message, CancellationToken ct)
        {
            if (message.Data.Span[0] == 'x')
                throw new FunctionFaultException(FunctionFault.Trap, "x");
            message.Reply(0x34, message.Data.Span);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
