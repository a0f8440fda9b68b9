using Bench.Streaming;

namespace Bench.Tests;

/// <summary>A hundred sources and twenty functions on one zipper, two of which do not keep up.</summary>
public sealed class ManyClientsTests
{
    private const int Sources = 100, Functions = 20, Each = 200, Queue = 16 << 10, Bytes = 1000;
    private static readonly CancellationToken s_none = CancellationToken.None;

    [SkippableTheory]
    [InlineData("tcp")]
    [InlineData("quic-openssl")]
    public async Task Stuck_functions_hold_up_their_own_sources_or_drop_and_nobody_else_notices(string transport)
    {
        IStreamTransport one = StreamTransports.All.Single(one => one.Id == transport);
        Skip.If(one.Unsupported is not null, one.Unsupported);
        const int waits = 0, drops = 1;
        Workflow workflow = StreamBed.WorkflowOf() with
        {
            Functions = [.. Enumerable.Range(0, Functions).Select(static i => new WorkflowFunction($"f{i}") { QueueBytes = Queue, WhenFull = i == drops ? WhenFull.Drop : WhenFull.Wait })],
        };
        await using StreamBed bed = await StreamBed.StartAsync(workflow, transport);
        TaskCompletionSource free = new(TaskCreationOptions.RunContinuationsAsynchronously);
        List<StreamFunction> functions = [];
        for (byte i = 0; i < Functions; i++)
        {
            bool isStuck = i is waits or drops;
            functions.Add(await StreamFunction.ConnectAsync(bed.Address, bed.Options($"f{i}", [i], StreamFunctionOptions.From(async (_, ct) => await (isStuck ? free.Task.WaitAsync(ct) : Task.CompletedTask))), s_none));
            await bed.ArrivedAsync($"f{i}");
        }
        StreamSource[] sources = await Task.WhenAll(Enumerable.Range(0, Sources).Select(i => bed.SourceAsync($"s{i}")));
        using CancellationTokenSource enough = new();
        // Each source has a tag of its own: one that sent all tags in turn would wait for the stuck function.
        Task<long>[] sending = [.. sources.Select((source, i) => Task.Run(() => SendAsync(source, (byte)(i % Functions), (i % Functions) switch
        {
            waits => long.MaxValue,
            drops => 20 * Each,
            _ => Each,
        }, enough.Token)))];
        const long all = Sources / Functions * Each;
        await Task.WhenAll(sending.Where(static (_, i) => i % Functions is not waits)).WaitAsync(StreamBed.Patience);
        await StreamBed.UntilAsync(() => functions.Where(static (_, i) => i is not (waits or drops)).All(static function => function.Statistics.Handled == all), "everybody else's messages");
        await StreamBed.UntilAsync(() => Peer(waits).QueuedBytes > Queue - (2 * Bytes) && Peer(drops).FramesOut + bed.Zipper.Statistics().Dropped == 20 * all, "the queues to fill");
        foreach (PeerStatistics peer in bed.Zipper.Statistics().Peers)
            Assert.InRange(peer.QueuedBytes, 0, Queue);

        long dropped = bed.Zipper.Statistics().Dropped;
        await enough.CancelAsync();
        long waited = (await Task.WhenAll(sending)).Where(static (_, i) => i % Functions == waits).Sum();
        free.SetResult();
        await StreamBed.UntilAsync(() => functions[waits].Statistics.Handled == waited && functions[drops].Statistics.Handled == (20 * all) - dropped, "the rest");
        Assert.True(dropped > 0);
        Assert.Equal(0, bed.Zipper.Statistics().Unobserved);
        foreach (IAsyncDisposable client in sources.Concat<IAsyncDisposable>(functions))
            await client.DisposeAsync();

        PeerStatistics Peer(int function) => bed.Zipper.Statistics().Peers.Single(peer => peer.Name == $"f{function}");
    }

    /// <returns>Messages that were taken.</returns>
    private static async Task<long> SendAsync(StreamSource source, byte tag, long messages, CancellationToken ct)
    {
        for (long sent = 0; sent < messages; sent++)
        {
            try
            {
                await source.WriteAsync(tag, new byte[Bytes], ct);
            }
            catch (OperationCanceledException)
            {
                return sent;
            }
        }
        return messages;
    }
}
