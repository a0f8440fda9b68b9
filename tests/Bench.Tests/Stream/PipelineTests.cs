using System.Collections.Concurrent;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Text;
using Bench.Streaming;

namespace Bench.Tests;

/// <summary>Pipelines between a real source, zipper and sink; where time matters it is a scheduler's, moved by hand.</summary>
public sealed class PipelineTests : IAsyncLifetime
{
    private const byte In = 0x33, Other = 0x35, Out = 0x34;
    private static readonly CancellationToken s_none = CancellationToken.None;

    private readonly ConcurrentQueue<string> _faults = new();
    private readonly HistoricalScheduler _clock = new();
    private StreamBed _bed = null!;
    private StreamSource _source = null!;
    private SinkProbe _sink = null!;

    public async Task InitializeAsync()
    {
        _bed = await StreamBed.StartAsync("pipeline", "sink");
        _sink = await _bed.SinkAsync("sink", Out);
        _source = await _bed.SourceAsync();
    }

    public async Task DisposeAsync()
    {
        await _source.DisposeAsync();
        await _sink.DisposeAsync();
        await _bed.DisposeAsync();
    }

    [Fact]
    public async Task Select_Where_and_Scan_answer_in_order_with_the_ids_of_their_messages()
    {
        await using StreamPipeline sums = await ConnectAsync(messages => messages
            .Select(static message => message.ToNumber())
            .Where(static number => number != 3)
            .Scan(static (sum, number) => sum + number)
            .Select(static sum => StreamReply.Number(Out, sum)));
        await SendAsync(1, 2, 3, 4);
        await _sink.HasAsync(3);
        Assert.Equal([("0", 1), ("1", 3), ("3", 7)], Numbers());
    }

    [Fact]
    public async Task A_reply_to_many_messages_carries_the_id_of_the_last_one()
    {
        await using StreamPipeline averages = await ConnectAsync(static messages => messages
            .Select(static message => message.ToNumber()).Buffer(3).Select(static three => StreamReply.Number(Out, three.Average())));
        await SendAsync(1, 2, 3, 10, 20, 30);
        await _sink.HasAsync(2);
        Assert.Equal([("2", 2), ("5", 20)], Numbers());
    }

    [Fact]
    public async Task A_reply_carries_the_id_of_the_message_that_it_is_told_to_answer()
    {
        await using StreamPipeline first = await ConnectAsync(static messages => messages.Buffer(3).Select(static three => StreamReply.Number(Out, three.Count).To(three[0])));
        await SendAsync(1, 2, 3);
        await _sink.HasAsync(1);
        Assert.Equal([("0", 3)], Numbers());
    }

    [Fact]
    public async Task Zip_pairs_the_messages_of_two_tags()
    {
        await using StreamPipeline products = await ConnectAsync(static messages => messages.Publish(static shared => shared.OfTag(In)
            .Zip(shared.OfTag(Other), static (left, right) => StreamReply.Number(Out, left.ToNumber() * right.ToNumber()))));
        await SendAsync(2, 3);
        await SendAsTagAsync(Other, 10, 100);
        await _sink.HasAsync(2);
        Assert.Equal([("2", 20), ("3", 300)], Numbers());
    }

    [Fact]
    public async Task A_tag_that_runs_ahead_of_the_other_loses_its_oldest_messages_and_says_so()
    {
        await using StreamPipeline differences = await ConnectAsync(static messages => messages.ZipTags(In, Other, limit: 2)
            .Select(static pair => StreamReply.Number(Out, pair.Left.ToNumber() - pair.Right.ToNumber())));
        await SendAsync(1, 2, 3, 4);
        await SendAsTagAsync(Other, 30, 40, 50);
        await SendAsync(5);
        await _sink.HasAsync(3);
        Assert.Equal([("4", -27), ("5", -36), ("7", -45)], Numbers());
        Assert.Equal([new(FunctionFault.Limit, 2)], differences.Statistics.Faults);
        Assert.Equal(["message 0 is lost (Limit): 2 later messages with tag 0x33 wait for one with the other tag", "message 1 is lost (Limit): 2 later messages with tag 0x33 wait for one with the other tag"], _faults);
    }

    [Fact]
    public async Task Throttle_lets_the_last_message_through_once_it_has_been_quiet()
    {
        await using StreamPipeline quiet = await ConnectAsync(messages => messages.Throttle(TimeSpan.FromSeconds(1), _clock).Select(static message => new StreamReply(Out, message.Data).To(message)));
        await SendAsync(1, 2);
        await HandledAsync(quiet, 2);
        _clock.AdvanceBy(TimeSpan.FromSeconds(1));
        await _sink.HasAsync(1);
        await SendAsync(3);
        await HandledAsync(quiet, 3);
        _clock.AdvanceBy(TimeSpan.FromSeconds(1));
        await _sink.HasAsync(2);
        Assert.Equal([("1", 2), ("2", 3)], Numbers());
    }

    [Fact]
    public async Task A_pipeline_that_fails_loses_that_message_and_begins_anew()
    {
        await using StreamPipeline counts = await ConnectAsync(static messages => messages.Select(static message => message.ToText()).Do(static text => ArgumentOutOfRangeException.ThrowIfEqual(text, "x"))
            .Scan(0, static (count, _) => count + 1).Select(static count => StreamReply.Number(Out, count)));
        foreach (string text in (string[])["a", "b", "x", "x", "c"])
            await _source.WriteAsync(Encoding.UTF8.GetBytes(text), s_none);
        await _sink.HasAsync(3);
        Assert.Equal([("0", 1), ("1", 2), ("4", 1)], Numbers());
        Assert.Equal([new(FunctionFault.Trap, 2)], counts.Statistics.Faults);
        Assert.Equal((3, 2), (counts.Statistics.Handled, counts.Statistics.Restarts));
        Assert.All(_faults.Zip(["2", "3"]), static pair => Assert.StartsWith($"message {pair.Second} is lost (Trap): ArgumentOutOfRangeException: ", pair.First));
    }

    [Fact]
    public async Task A_pipeline_that_fails_between_messages_is_counted_and_handles_the_next_one()
    {
        await using StreamPipeline picky = await ConnectAsync(messages => messages.Throttle(TimeSpan.FromSeconds(1), _clock)
            .Select(static message => message.ToNumber() > 0 ? StreamReply.Number(Out, message.ToNumber()) : throw new InvalidOperationException("not above 0")));
        for (int i = 0; i < 3; i++)
        {
            await SendAsync(-1);
            await HandledAsync(picky, i + 1);
            _clock.AdvanceBy(TimeSpan.FromSeconds(1));
        }
        await SendAsync(1);
        await HandledAsync(picky, 4);
        _clock.AdvanceBy(TimeSpan.FromSeconds(1));
        await _sink.HasAsync(1);
        Assert.Equal([("3", 1)], Numbers());
        Assert.Equal([new(FunctionFault.Trap, 3)], picky.Statistics.Faults);
        Assert.Equal(3, picky.Statistics.Restarts);
        Assert.All(_faults, static line => Assert.Equal("the pipeline failed between messages; what it held is lost (Trap): InvalidOperationException: not above 0", line));
    }

    [Fact]
    public async Task What_a_pipeline_holds_is_sent_when_it_is_disposed_of()
    {
        StreamPipeline tens = await ConnectAsync(static messages => messages.Buffer(10).Select(static ten => StreamReply.Number(Out, ten.Count)));
        await SendAsync(1, 2, 3);
        await HandledAsync(tens, 3);
        await tens.DisposeAsync();
        await tens.Completion;
        await _sink.HasAsync(1);
        Assert.Equal([("2", 3)], Numbers());
    }

    [Fact]
    public async Task A_pipeline_that_does_not_end_is_given_up_when_it_is_disposed_of_and_that_is_told()
    {
        StreamPipeline endless = await ConnectAsync(static messages => messages.Select(static message => new StreamReply(Out, message.Data)).Concat(Observable.Never<StreamReply>()), TimeSpan.FromMilliseconds(50));
        await endless.DisposeAsync();
        Assert.Equal([new(FunctionFault.Deadline, 1)], endless.Statistics.Faults);
        Assert.Equal(["the pipeline did not end within 0.05 s; what it held is lost (Deadline)"], _faults);
    }

    [Fact]
    public async Task A_pipeline_that_completes_ends_the_function()
    {
        await using StreamPipeline two = await ConnectAsync(static messages => messages.Take(2).Select(static message => new StreamReply(Out, message.Data)));
        await SendAsync(1, 2, 3);
        await two.Completion.WaitAsync(StreamBed.Patience);
        await _sink.HasAsync(2);
        Assert.Equal([("0", 1), ("1", 2)], Numbers());
        Assert.Equal(2, two.Statistics.Handled);
    }

    [Fact]
    public async Task Asynchronous_work_runs_on_so_many_messages_at_once_keeps_their_order_and_holds_up_the_source()
    {
        using SemaphoreSlim free = new(0);
        int inside = 0, most = 0;
        await using StreamPipeline slow = await ConnectAsync(messages => messages.SelectAsync(
            async (message, ct) =>
            {
                int now = Interlocked.Increment(ref inside);
                most = Math.Max(most, now);
                await free.WaitAsync(ct);
                Interlocked.Decrement(ref inside);
                return new StreamReply(Out, message.Data).To(message);
            },
            atOnce: 3));
        using CancellationTokenSource enough = new();
        Task<int> flood = StreamBed.FloodAsync(_source, 60_000, enough.Token);
        await StreamBed.UntilAsync(() => Volatile.Read(ref inside) == 3, "three at once");
        await StreamBed.UntilAsync(() => _bed.Zipper.Statistics().Peers.Single(static peer => peer.Name == "pipeline").QueuedBytes > 120_000, "the zipper's queue to fill");
        Assert.Equal(3, slow.Statistics.Handled);
        await enough.CancelAsync();
        int written = await flood;
        free.Release(written);
        await _sink.HasAsync(written);
        Assert.Equal(Enumerable.Range(0, written).Select(static i => $"{i}"), _sink.Messages.Select(static one => one.Transaction));
        Assert.Equal(3, most);
    }

    [Fact]
    public async Task Replies_that_find_no_room_wait_and_none_is_lost()
    {
        const int replies = 2000, bytes = 10_000;
        await using StreamPipeline many = await ConnectAsync(static messages => messages.SelectMany(static message => Enumerable.Range(0, replies).Select(_ => new StreamReply(Out, new byte[bytes]))));
        await SendAsync(1);
        await _sink.HasAsync(replies);
        Assert.Empty(_faults);
        Assert.Equal(replies * bytes, _sink.Messages.Sum(static one => one.Data.Length));
    }

    [Fact]
    public async Task A_message_that_is_no_record_is_refused_and_the_pipeline_keeps_what_it_holds()
    {
        await using StreamPipeline pairs = await ConnectAsync(static messages => messages.Records<SoundLevel>().Buffer(2).Select(static two => StreamReply.Record(Out, new SoundLevel(two[0].Level + two[1].Level, "both"))));
        await _source.WriteAsync(StreamData.From(In, new SoundLevel(1.5f, "left")), s_none);
        await SendAsync(1);
        await _source.WriteAsync(StreamData.From(In, new SoundLevel(2, "right")), s_none);
        await _sink.HasAsync(1);
        Assert.True(StreamData.TryToRecord(Out, _sink.Messages.Single().Data, out SoundLevel? sum, out _));
        Assert.Equal(new SoundLevel(3.5f, "both"), sum);
        Assert.StartsWith("message 1 is lost (BadInput): it is no SoundLevel: ", Assert.Single(_faults));
    }

    [Fact]
    public async Task A_reply_with_a_tag_out_of_range_fails_the_pipeline()
    {
        await using StreamPipeline wrong = await ConnectAsync(static messages => messages.Select(static message => new StreamReply(0x40, message.Data)));
        await SendAsync(1);
        await StreamBed.UntilAsync(() => !_faults.IsEmpty, "the fault");
        Assert.StartsWith("message 0 is lost (Trap): ArgumentOutOfRangeException: ", _faults.Single());
    }

    [Fact]
    public async Task A_pipeline_that_cannot_be_subscribed_is_refused_at_once()
    {
        FunctionFaultException refused = await Assert.ThrowsAsync<FunctionFaultException>(() => ConnectAsync(static _ => throw new InvalidOperationException("no pipeline")));
        Assert.Equal("InvalidOperationException: no pipeline", refused.Message);
    }

    [Fact]
    public async Task A_sink_may_be_a_pipeline_too()
    {
        ConcurrentQueue<double> seen = new();
        await using StreamPipeline sink = await StreamPipeline.ConnectSinkAsync(_bed.Address, Options(TimeSpan.FromSeconds(5)), messages => messages.Select(static message => message.ToNumber()).DistinctUntilChanged().Do(seen.Enqueue), s_none);
        await _bed.ArrivedAsync("pipeline");
        await SendAsync(1, 1, 2, 1);
        await HandledAsync(sink, 4);
        Assert.Equal([1, 2, 1], seen);
    }

    private StreamPipelineOptions Options(TimeSpan flush) => new()
    {
        Name = "pipeline",
        Observe = [In, Other],
        Transport = _bed.Transport,
        Trust = _bed.Trust,
        FlushTimeout = flush,
        OnFault = _faults.Enqueue,
    };

    private async Task<StreamPipeline> ConnectAsync(Func<IObservable<StreamMessage>, IObservable<StreamReply>> pipeline, TimeSpan? flush = null)
    {
        StreamPipeline connected = await StreamPipeline.ConnectAsync(_bed.Address, Options(flush ?? TimeSpan.FromSeconds(5)), pipeline, s_none);
        await _bed.ArrivedAsync("pipeline");
        return connected;
    }

    private Task SendAsync(params double[] numbers) => SendAsTagAsync(In, numbers);

    private async Task SendAsTagAsync(byte tag, params double[] numbers)
    {
        foreach (double number in numbers)
            await _source.WriteAsync(tag, StreamData.From(number), s_none);
    }

    private static Task HandledAsync(StreamPipeline pipeline, int count) => StreamBed.UntilAsync(() => pipeline.Statistics.Handled == count, $"{count} messages in the pipeline");

    private IEnumerable<(string Transaction, double Number)> Numbers() => _sink.Messages.Select(static one => (one.Transaction, StreamData.ToNumber(one.Data)));
}
