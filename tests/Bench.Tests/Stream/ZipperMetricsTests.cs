using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Bench.Streaming;

namespace Bench.Tests;

/// <summary>The meter as whoever exports it sees it.</summary>
public sealed class ZipperMetricsTests
{
    [Fact]
    public async Task A_listener_reads_the_counts_of_the_zipper_by_its_name()
    {
        string name = $"metered-{Guid.NewGuid():N}";
        await using StreamBed bed = await StreamBed.StartAsync(StreamBed.WorkflowOf("sink") with { Name = name });
        await using SinkProbe sink = await bed.SinkAsync("sink", 0x33);
        await using StreamSource source = await bed.SourceAsync();
        for (int i = 0; i < 5; i++)
            await source.WriteAsync(new byte[10], CancellationToken.None);
        await source.WriteAsync(0x20, new byte[10], CancellationToken.None);
        await sink.HasAsync(5);
        await StreamBed.UntilAsync(() => bed.Zipper.Statistics().FramesIn == 6, "the message that nobody observes");

        Assert.Equal(
            [
                ("stream.zipper.clients", 2), ("stream.zipper.messages.dropped", 0), ("stream.zipper.messages.in", 6),
                ("stream.zipper.messages.out", 5), ("stream.zipper.messages.unobserved", 1), ("stream.zipper.queued", 0),
            ],
            Read(name));
    }

    private static IEnumerable<(string Instrument, long Value)> Read(string zipper)
    {
        ConcurrentDictionary<string, long> values = new();
        using MeterListener listener = new()
        {
            InstrumentPublished = static (instrument, self) =>
            {
                if (instrument.Meter.Name == "Bench.Stream")
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.Start();
        listener.RecordObservableInstruments();
        return values.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => (one.Key, one.Value));

        // Zippers of other tests share the meter's name.
        void Take(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.Contains(new KeyValuePair<string, object?>("zipper", zipper)))
                values[instrument.Name] = value;
        }
    }
}
