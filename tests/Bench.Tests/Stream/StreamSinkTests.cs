using Bench.Streaming;

namespace Bench.Tests;

/// <summary>A sink that is gone through.</summary>
public sealed class StreamSinkTests
{
    private static readonly CancellationToken s_none = CancellationToken.None;

    [Fact]
    public async Task Messages_are_gone_through_in_order_and_may_be_kept()
    {
        await using StreamBed bed = await StreamBed.StartAsync("sink");
        await using StreamSink sink = await ConnectAsync(bed);
        await using StreamSource source = await bed.SourceAsync();
        for (int i = 0; i < 1000; i++)
            await source.WriteAsync(StreamData.From((double)i), s_none);
        List<StreamMessage> kept = [];
        using CancellationTokenSource patience = new(StreamBed.Patience);
        await foreach (StreamMessage message in sink.ReadAllAsync(patience.Token))
        {
            kept.Add(message);
            if (kept.Count == 1000)
                break;
        }
        Assert.Equal(Enumerable.Range(0, 1000).Select(static i => (double)i), kept.Select(static message => message.ToNumber()));
        Assert.Equal("message 999 with tag 0x33, 8 bytes", kept[^1].ToString());
    }

    [Fact]
    public async Task While_nobody_takes_messages_they_stay_at_the_zipper()
    {
        await using StreamBed bed = await StreamBed.StartAsync("sink");
        await using StreamSink sink = await ConnectAsync(bed);
        await using StreamSource source = await bed.SourceAsync();
        using CancellationTokenSource enough = new();
        Task<int> flood = StreamBed.FloodAsync(source, 60_000, enough.Token);
        await StreamBed.UntilAsync(() => bed.Zipper.Statistics().Peers.Any(static peer => peer.Name == "sink" && peer.QueuedBytes > 120_000), "the zipper's queue to fill");
        await enough.CancelAsync();
        int written = await flood;
        using CancellationTokenSource patience = new(StreamBed.Patience);
        Assert.Equal(written, await sink.ReadAllAsync(patience.Token).Take(written).CountAsync(patience.Token));
    }

    [Fact]
    public async Task Going_through_ends_when_the_sink_is_disposed_of()
    {
        await using StreamBed bed = await StreamBed.StartAsync("sink");
        StreamSink sink = await ConnectAsync(bed);
        Task<int> counting = sink.ReadAllAsync(s_none).CountAsync().AsTask();
        await sink.DisposeAsync();
        Assert.Equal(0, await counting.WaitAsync(StreamBed.Patience));
    }

    [Fact]
    public async Task A_sink_that_is_refused_says_why_where_its_messages_are_awaited()
    {
        await using StreamBed bed = await StreamBed.StartAsync("known");
        await using StreamSink stranger = await StreamSink.ConnectAsync(bed.Address, new() { Name = "stranger", Observe = [0x33], Transport = bed.Transport, Trust = bed.Trust }, s_none);
        StreamClosedException refused = await Assert.ThrowsAsync<StreamClosedException>(() => stranger.ReadAllAsync(s_none).CountAsync().AsTask().WaitAsync(StreamBed.Patience));
        Assert.Contains("'stranger' is not in the workflow; it has known", refused.Message);
    }

    [Theory]
    [InlineData("43 20 60 26", 160.37557983398438)]
    [InlineData("40 59", 3.390625)]
    [InlineData("40 59 00 00 00 00 00 00", 100)]
    public void A_number_is_read_from_as_many_bytes_as_came(string hex, double number) => Assert.Equal(number, new StreamMessage(0x33, Hex.Bytes(hex), default).ToNumber());

    [Fact]
    public void A_message_that_is_no_number_or_text_says_which_message_it_is()
    {
        StreamMessage message = new(0x33, new byte[9] { 0xFF, 0, 0, 0, 0, 0, 0, 0, 0 }, "7"u8.ToArray());
        Assert.Equal("message 7 with tag 0x33, 9 bytes: 9 bytes are no number of 1 to 8", Assert.Throws<FormatException>(() => message.ToNumber()).Message);
        Assert.Equal("message 7 with tag 0x33, 9 bytes: it is no UTF-8", Assert.Throws<FormatException>(() => message.ToText()).Message);
    }

    private static async Task<StreamSink> ConnectAsync(StreamBed bed)
    {
        StreamSink sink = await StreamSink.ConnectAsync(bed.Address, new() { Name = "sink", Observe = [0x33], Transport = bed.Transport, Trust = bed.Trust }, s_none);
        await bed.ArrivedAsync("sink");
        return sink;
    }
}
