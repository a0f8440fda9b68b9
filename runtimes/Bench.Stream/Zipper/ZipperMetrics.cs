using System.Diagnostics.Metrics;

namespace Bench.Streaming;

/// <summary>The zipper's counts as metrics of the meter <c>Bench.Stream</c>, which OpenTelemetry's .NET SDK and dotnet-counters read.</summary>
internal sealed class ZipperMetrics : IDisposable
{
    private readonly Meter _meter = new("Bench.Stream");

    internal ZipperMetrics(Zipper zipper)
    {
        KeyValuePair<string, object?>[] tags = [new("zipper", zipper.Name)];
        _meter.CreateObservableCounter("stream.zipper.messages.in", () => new Measurement<long>(zipper.Statistics().FramesIn, tags), "{message}", "Messages from clients");
        _meter.CreateObservableCounter("stream.zipper.messages.out", () => new Measurement<long>(zipper.Statistics().FramesOut, tags), "{message}", "Copies queued for functions and downstream zippers");
        _meter.CreateObservableCounter("stream.zipper.messages.unobserved", () => new Measurement<long>(zipper.Statistics().Unobserved, tags), "{message}", "Messages that nobody observed");
        _meter.CreateObservableCounter("stream.zipper.messages.dropped", () => new Measurement<long>(zipper.Statistics().Dropped, tags), "{message}", "Copies lost with a full queue or a lost connection");
        _meter.CreateObservableGauge("stream.zipper.clients", () => new Measurement<int>(zipper.Statistics().Peers.Count, tags), "{client}", "Clients that are connected");
        _meter.CreateObservableGauge("stream.zipper.queued", () => new Measurement<long>(zipper.Statistics().Peers.Sum(static peer => (long)peer.QueuedBytes), tags), "By", "Bytes that wait for clients");
    }

    public void Dispose() => _meter.Dispose();
}
