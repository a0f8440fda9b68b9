using Bench.Core;
using Bench.Streaming;
using Bench.Streams;
using FsCheck;
using FsCheck.Fluent;

namespace Bench.Tests;

public sealed class MessageLedgerTests
{
    [Fact]
    public void The_parts_are_named_in_the_order_of_a_message()
    {
        MessageLedger ledger = MessageLedger.Of(MadeUpTraces.Of(MadeUpTraces.Message(0, intended: 1000)), TimeSpan.Zero);

        Assert.Equal(
            ["source-lateness", "source-codec", "to-zipper", "zipper", "to-function", "function-queue", "decode", "entry", "guest", "exit", "from-function", "zipper-reply", "to-sink", "sink-codec"],
            ledger.Parts);
        Assert.Equal([10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140], Assert.Single(ledger.Messages).Parts);
        Assert.All(ledger.Parts, static part => Assert.True(StreamPhases.IsPart(part), part));
    }

    [Fact]
    public void Parts_add_up_to_the_latency_to_the_tick_whatever_the_clocks_say() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            Gen.Choose(1, 1_000_000).ListOf(MadeUpTraces.Way.Count).ToArbitrary(),
            static instants =>
            {
                MessageLedger ledger = MessageLedger.Of(MadeUpTraces.Of(MadeUpTraces.Message(7, [.. instants.Select(static at => (long)at)])), TimeSpan.Zero);
                MessageTimes message = Assert.Single(ledger.Messages);
                Assert.Equal(Math.Max(0, instants[^1] - instants[0]), message.Latency);
                Assert.Equal(message.Latency, message.Parts.Sum());
                Assert.All(message.Parts, static part => Assert.True(part >= 0));
                Assert.Equal(instants.Zip(instants.Skip(1)).All(static pair => pair.First <= pair.Second) ? 0 : 1, ledger.Reordered);
            }));

    [Fact]
    public void A_message_that_lacks_a_mark_is_counted_and_never_guessed() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(1, MadeUpTraces.Way.Count - 2).ToArbitrary(), static missing =>
        {
            StreamMark[] damaged = [.. MadeUpTraces.Message(1, 2000)];
            MessageLedger ledger = MessageLedger.Of(MadeUpTraces.Of([.. MadeUpTraces.Message(0, 1000), .. damaged[..missing], .. damaged[(missing + 1)..]]), TimeSpan.Zero);
            Assert.Equal(1000, Assert.Single(ledger.Messages).Intended);
            Assert.Equal((1, 0), (ledger.Unjoined, ledger.UnderWay));
        }));

    [Fact]
    public void A_message_that_never_arrives_is_under_way()
    {
        MessageLedger ledger = MessageLedger.Of(MadeUpTraces.Of([.. MadeUpTraces.Message(0, 1000), .. MadeUpTraces.Message(1, 2000).SkipLast(2)]), TimeSpan.Zero);
        Assert.Single(ledger.Messages);
        Assert.Equal((0, 1), (ledger.Unjoined, ledger.UnderWay));
    }

    [Fact]
    public void A_host_that_cannot_tell_the_guests_times_gets_one_part_for_the_call()
    {
        MessageLedger ledger = MessageLedger.Of(MadeUpTraces.Of(MadeUpTraces.Message(0, 1000).Where(static mark => mark.Stage is not (StreamStage.GuestEntered or StreamStage.GuestLeft))), TimeSpan.Zero);
        Assert.Equal(270, Assert.Single(ledger.Messages).Parts[ledger.Parts.ToList().IndexOf(StreamPhases.Call)]);
        Assert.DoesNotContain("guest", ledger.Parts);
        Assert.Equal(1050, ledger.Messages[0].Latency);
    }

    [Fact]
    public void Of_a_message_that_came_twice_the_first_counts()
    {
        MessageLedger ledger = MessageLedger.Of(MadeUpTraces.Of([.. MadeUpTraces.Message(0, 1000), new StreamMark(0, 9_000_000, StreamStage.SinkIn, 0x34), new StreamMark(0, 9_000_001, StreamStage.Done, 0x34)]), TimeSpan.Zero);
        Assert.Equal(1050, Assert.Single(ledger.Messages).Latency);
    }

    [Fact]
    public void Messages_of_the_warm_up_do_not_count()
    {
        long second = 1_000_000_000;
        MessageLedger ledger = MessageLedger.Of(MadeUpTraces.Of([.. MadeUpTraces.Message(0, second), .. MadeUpTraces.Message(1, 2 * second - 1), .. MadeUpTraces.Message(2, 2 * second)]), TimeSpan.FromSeconds(1));
        Assert.Equal(2 * second, Assert.Single(ledger.Messages).Intended);
    }

    [Fact]
    public void The_second_function_of_a_chain_has_parts_of_its_own()
    {
        StreamTraces one = MadeUpTraces.Of(MadeUpTraces.Message(0, 1000));
        StreamMark[] second = [.. one.Functions[0].Select(static mark => mark with { Timestamp = mark.Timestamp + 1000 })];
        StreamTraces chain = one with
        {
            Functions = [one.Functions[0], second],
            Zipper = [.. one.Zipper, new StreamMark(0, 2800, StreamStage.ZipperIn, 0x35), new StreamMark(0, 2801, StreamStage.ZipperOut, 0x35)],
            Sink = [.. one.Sink.Select(static mark => mark with { Timestamp = mark.Timestamp + 1000 })],
            Tags = [0x33, 0x34, 0x35],
        };
        MessageLedger ledger = MessageLedger.Of(chain, TimeSpan.Zero);
        MessageTimes message = Assert.Single(ledger.Messages);
        Assert.Equal(90, message.Parts[ledger.Parts.ToList().IndexOf("guest-2")]);
        Assert.Equal(message.Latency, message.Parts.Sum());
    }

    [Fact]
    public void Quantiles_are_values_that_were_seen()
    {
        MessageLedger ledger = MessageLedger.Of(MadeUpTraces.Of(Enumerable.Range(0, 1000).SelectMany(static i => MadeUpTraces.Message(i, 1_000_000 + i, step: i + 1))), TimeSpan.Zero);
        Dictionary<Metric, long> latency = LatencyReadings.Of(ledger).Where(static one => one.Phase == StreamPhases.Latency).ToDictionary(static one => one.Metric, static one => one.Value);

        Assert.Equal(105 * 500, latency[Metric.Wall]);
        Assert.Equal(105 * 900, latency[Metric.WallP90]);
        Assert.Equal(105 * 990, latency[Metric.WallP99]);
        Assert.Equal(105 * 999, latency[Metric.WallP999]);
        Assert.Equal(105 * 1000, latency[Metric.WallMax]);
    }

    [Fact]
    public void A_hundred_messages_have_no_p999()
    {
        MessageLedger ledger = MessageLedger.Of(MadeUpTraces.Of(Enumerable.Range(0, 100).SelectMany(static i => MadeUpTraces.Message(i, 1000 + i))), TimeSpan.Zero);
        Assert.DoesNotContain(LatencyReadings.Of(ledger), static one => one.Metric == Metric.WallP999);
        Assert.Contains(LatencyReadings.Of(ledger), static one => one.Metric == Metric.WallP99);
    }
}
