using Bench.Streaming;
using Bench.Streams;

namespace Bench.Tests;

/// <summary>Marks of messages as the nodes of a stream would record them, with one function.</summary>
internal static class MadeUpTraces
{
    private const byte Sent = 0x33, Reply = 0x34;

    /// <summary>The way of a message, in order.</summary>
    internal static readonly IReadOnlyList<(StreamStage Stage, byte Tag)> Way =
    [
        (StreamStage.Intended, Sent), (StreamStage.Encoding, Sent), (StreamStage.Sent, Sent), (StreamStage.ZipperIn, Sent), (StreamStage.ZipperOut, Sent),
        (StreamStage.FunctionIn, Sent), (StreamStage.Handling, Sent), (StreamStage.Decoded, Sent), (StreamStage.GuestEntered, Sent), (StreamStage.GuestLeft, Sent), (StreamStage.Replied, Sent),
        (StreamStage.ZipperIn, Reply), (StreamStage.ZipperOut, Reply), (StreamStage.SinkIn, Reply), (StreamStage.Done, Reply),
    ];

    internal static IEnumerable<StreamMark> Message(long transaction, IReadOnlyList<long> instants) =>
        Way.Select((step, i) => new StreamMark(transaction, instants[i], step.Stage, step.Tag));

    /// <summary>A message whose parts take 1, 2, 3 … times the step.</summary>
    internal static IEnumerable<StreamMark> Message(long transaction, long intended, long step = 10) =>
        Message(transaction, [.. Way.Select((_, i) => intended + (step * i * (i + 1) / 2))]);

    internal static StreamTraces Of(IEnumerable<StreamMark> marks)
    {
        StreamMark[] all = [.. marks];
        StreamMark[] Between(StreamStage first, StreamStage last) => [.. all.Where(mark => mark.Stage >= first && mark.Stage <= last)];
        return new StreamTraces(Between(StreamStage.Intended, StreamStage.Sent), Between(StreamStage.ZipperIn, StreamStage.ZipperOut),
            [Between(StreamStage.FunctionIn, StreamStage.Replied)], Between(StreamStage.SinkIn, StreamStage.Done), [Sent, Reply]);
    }
}
