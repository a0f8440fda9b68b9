using System.Reactive.Linq;
using Bench.Streaming;

namespace Bench.Tests;

/// <summary>A pipeline that is in the midst of its replies when the zipper goes away.</summary>
public sealed class PipelineRecoveryTests
{
    private static readonly CancellationToken s_none = CancellationToken.None;

    [Fact]
    public async Task Replies_that_wait_when_the_zipper_goes_away_are_counted_and_the_pipeline_comes_back()
    {
        bool enough = false;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("bench");
        ZipperOptions zipperOptions = new() { Transports = ["tcp"], Certificate = DevelopmentCertificate.LoadOrCreate(folder.FullName, DateTimeOffset.UtcNow) };
        Zipper zipper = await Zipper.StartAsync(StreamBed.WorkflowOf("pipeline", "sink"), zipperOptions, s_none);
        Workflow again = StreamBed.WorkflowOf("pipeline", "sink") with { Port = zipper.EndPoints[0].Port };
        string address = $"localhost:{again.Port}";
        ServerTrust trust = new ServerTrust.Pinned(ServerTrust.FingerprintOf(zipperOptions.Certificate));
        await using StreamPipeline pipeline = await StreamPipeline.ConnectAsync(
            address,
            new() { Name = "pipeline", Observe = [0x33], Transport = "tcp", Trust = trust },
            messages => messages.SelectMany(message => message.Data.Length > 1 ? Endless(new StreamReply(0x34, message.Data)) : [new StreamReply(0x34, message.Data)]),
            s_none);
        await using StreamSource source = await StreamSource.ConnectAsync(address, new() { Name = "source", Tag = 0x33, Transport = "tcp", Trust = trust }, s_none);
        // Nobody goes through what it gets.
        await using (StreamSink stuck = await StreamSink.ConnectAsync(address, new() { Name = "sink", Observe = [0x34], Transport = "tcp", Trust = trust }, s_none))
        {
            await StreamBed.UntilAsync(() => zipper.Statistics().Peers.Count == 3, "all to arrive");
            await source.WriteAsync(new byte[10_000], s_none);
            await StreamBed.UntilAsync(() => zipper.Statistics().Peers.Single(static peer => peer.Name == "sink").QueuedBytes > 200_000, "the zipper's queue to fill");
            Assert.Equal(0, pipeline.Statistics.Handled);
            await zipper.DisposeAsync();
        }
        await StreamBed.UntilAsync(() => pipeline.Unsent > 0, "the pipeline to give replies up");
        Volatile.Write(ref enough, true);
        await StreamBed.UntilAsync(() => pipeline.Statistics.Handled == 1, "the message to be handled");

        zipper = await Zipper.StartAsync(again, zipperOptions, s_none);
        await using StreamSink sink = await StreamSink.ConnectAsync(address, new() { Name = "sink", Observe = [0x34], Transport = "tcp", Trust = trust }, s_none);
        await StreamBed.UntilAsync(() => zipper.Statistics().Peers.Count == 3, "all to come back");
        await source.WriteAsync("k"u8.ToArray(), s_none);
        using CancellationTokenSource patience = new(StreamBed.Patience);
        StreamMessage kept = await sink.ReadAllAsync(patience.Token).FirstAsync(patience.Token);
        Assert.Equal("k", kept.ToText());
        Assert.Empty(pipeline.Statistics.Faults);
        await zipper.DisposeAsync();
        folder.Delete(recursive: true);

        IEnumerable<StreamReply> Endless(StreamReply reply)
        {
            while (!Volatile.Read(ref enough))
                yield return reply;
        }
    }
}
