using System.IO.Pipelines;
using Bench.Y3;

namespace Bench.Tests;

/// <summary>What an <see cref="IObserver{T}"/> may rely on: calls one after the other, one end at most, none after it or after Dispose.</summary>
public sealed class ObserverTests
{
    private static readonly Y3Decoder<int> s_int32 = static (packet, out value) => packet.GetInt32(out value);

    private static Y3Hub HubOf(int values) =>
        new(PipeReader.Create(MadeUpStream.Of(Enumerable.Range(1, values).Select(static i => (byte[])[0x81, 3, 0x11, 1, (byte)i]))));

    [Fact]
    public async Task Values_come_one_after_the_other_and_the_end_once()
    {
        Y3Hub hub = HubOf(3);
        RecordingObserver<int> first = new(), second = new();
        IObservable<int> numbers = hub.Observe(0x11, s_int32);
        numbers.Subscribe(first);
        numbers.Subscribe(second);
        numbers.Subscribe(second);
        await hub.RunAsync();
        Assert.Equal(["1", "2", "3", "completed"], first.Calls);
        Assert.Equal(["1", "1", "2", "2", "3", "3", "completed", "completed"], second.Calls);
    }

    [Fact]
    public async Task Disposing_inside_a_call_is_the_last_that_is_heard()
    {
        Y3Hub hub = HubOf(3);
        IDisposable? subscription = null;
        RecordingObserver<int> leaving = new(value =>
        {
            if (value == 2)
                subscription!.Dispose();
        });
        RecordingObserver<int> staying = new();
        subscription = hub.Observe(0x11, s_int32).Subscribe(leaving);
        hub.Observe(0x11, s_int32).Subscribe(staying);
        await hub.RunAsync();
        subscription.Dispose();
        Assert.Equal(["1", "2"], leaving.Calls);
        Assert.Equal(["1", "2", "3", "completed"], staying.Calls);
    }

    [Fact]
    public async Task Disposing_on_another_thread_while_a_call_goes_on_lets_no_other_begin()
    {
        Y3Hub hub = HubOf(3);
        using ManualResetEventSlim inside = new(), leave = new();
        RecordingObserver<int> observer = new(_ =>
        {
            inside.Set();
            leave.Wait(TimeSpan.FromMinutes(1));
        });
        IDisposable subscription = hub.Observe(0x11, s_int32).Subscribe(observer);
        Task run = Task.Run(() => hub.RunAsync());
        Assert.True(inside.Wait(TimeSpan.FromMinutes(1)));
        subscription.Dispose();
        leave.Set();
        await run;
        Assert.Equal(["1"], observer.Calls);
    }

    [Fact]
    public async Task An_observer_that_throws_is_not_called_again_and_the_run_throws_it_in_the_end()
    {
        Y3Hub hub = HubOf(3);
        InvalidOperationException mine = new("mine"), atTheEnd = new("at the end");
        RecordingObserver<int> throwing = new(value => { if (value == 2) throw mine; });
        RecordingObserver<int> late = new(onEnd: () => throw atTheEnd);
        RecordingObserver<int> sound = new();
        foreach (RecordingObserver<int> observer in (IEnumerable<RecordingObserver<int>>)[throwing, late, sound])
            hub.Observe(0x11, s_int32).Subscribe(observer);
        AggregateException failed = await Assert.ThrowsAsync<AggregateException>(() => hub.RunAsync());
        Assert.Equal([mine, atTheEnd], failed.InnerExceptions);
        Assert.Equal(["1", "2"], throwing.Calls);
        Assert.Equal(["1", "2", "3", "completed"], late.Calls);
        Assert.Equal(["1", "2", "3", "completed"], sound.Calls);
    }

    [Fact]
    public async Task An_observers_error_does_not_hide_that_of_the_stream()
    {
        Y3Hub hub = new(MadeUpStream.ReaderOf(Hex.Bytes("81 03 11 01 01 7F 40")));
        InvalidOperationException mine = new("mine");
        hub.Observe(0x11, s_int32).Subscribe(new RecordingObserver<int>(_ => throw mine));
        AggregateException failed = await Assert.ThrowsAsync<AggregateException>(() => hub.RunAsync());
        Assert.Equal(6, Assert.IsType<Y3FormatException>(failed.InnerExceptions[0]).Offset);
        Assert.Same(mine, failed.InnerExceptions[1]);
    }

    [Fact]
    public async Task A_value_that_cannot_be_decoded_is_the_observers_error_and_the_stream_goes_on()
    {
        Y3Hub hub = new(MadeUpStream.ReaderOf(Hex.Bytes("81 03 11 01 01 81 02 11 00 81 03 11 01 03")));
        RecordingObserver<int> numbers = new();
        RecordingObserver<bool> flags = new();
        RecordingObserver<LevelRecord> records = new();
        hub.Observe(0x11, s_int32).Subscribe(numbers);
        hub.Observe<bool>(0x11, static (packet, out value) => packet.GetBool(out value)).Subscribe(flags);
        hub.Observe<LevelRecord>(0x11).Subscribe(records);
        await hub.RunAsync();
        Assert.Equal(["1", "error: InvalidData at byte 7 of the stream"], numbers.Calls);
        Assert.Equal(["True", "False", "False", "completed"], flags.Calls);
        Assert.Equal(["error: InvalidData at byte 2 of the stream"], records.Calls);
    }

    [Fact]
    public async Task Subscribing_inside_a_call_begins_with_the_next_root()
    {
        byte[] stream = Hex.Bytes("81 03 11 01 01 81 06 11 01 02 12 01 12 81 06 12 01 13 11 01 03");
        for (int cut = 0; cut <= stream.Length; cut++)
        {
            Y3Hub hub = new(MadeUpStream.ReaderOf(stream, cut));
            RecordingObserver<int> second = new(), other = new();
            hub.Observe(0x11, s_int32).Subscribe(new RecordingObserver<int>(value =>
            {
                if (value == 1)
                    hub.Observe(0x11, s_int32).Subscribe(second);
                if (value == 2)
                    hub.Observe(0x12, s_int32).Subscribe(other);
            }));
            await hub.RunAsync();
            Assert.Equal(["2", "3", "completed"], second.Calls);
            Assert.Equal(["19", "completed"], other.Calls);
        }
    }

    [Fact]
    public void An_id_that_no_tag_can_have_is_refused_at_once() =>
        Assert.Throws<ArgumentOutOfRangeException>(static () => HubOf(0).Observe(64));
}
