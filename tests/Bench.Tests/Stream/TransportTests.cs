using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bench.Streaming;

namespace Bench.Tests;

/// <summary>What every transport does alike.</summary>
public abstract partial class TransportTests(string id)
{
    // Kernel and protocol hold some megabytes on the way; a writer that gets further is not held back.
    private const int MostUnderWay = 32 << 20;
    private static readonly TimeSpan s_shortIdle = TimeSpan.FromSeconds(2);

    protected IStreamTransport Transport => StreamTransports.All.Single(transport => transport.Id == id);

    /// <summary>Why a proxy in front of it cannot make its peer silent; null when it can.</summary>
    protected virtual string? NeverSilent => null;

    private protected abstract LossyProxy NewProxy(IPEndPoint server);

    private protected abstract Task SendGarbageAsync(IPEndPoint server, Random random, CancellationToken ct);

    [SkippableFact]
    public async Task Eight_MiB_in_pieces_of_any_size_come_back_as_they_went()
    {
        await using TransportFixture fixture = await ListenAsync();
        (StreamConnection client, StreamConnection server) = await fixture.PairAsync();
        byte[] sent = RandomNumberGenerator.GetBytes(8 << 20);
        Task echo = fixture.EchoAsync(server);
        Task<byte[]> back = fixture.ReadAllAsync(client);
        Random random = new(5);
        for (int at = 0; at < sent.Length;)
        {
            int length = Math.Min(sent.Length - at, random.Next(1, 300_000));
            await client.WriteAsync(sent.AsMemory(at, length), fixture.Limit);
            at += length;
        }
        await client.CompleteWritesAsync(fixture.Limit);
        Assert.Equal(SHA256.HashData(sent), SHA256.HashData(await back));
        await echo;
    }

    [SkippableFact]
    public async Task After_a_half_close_the_other_side_still_sends()
    {
        await using TransportFixture fixture = await ListenAsync();
        (StreamConnection client, StreamConnection server) = await fixture.PairAsync();
        await client.CompleteWritesAsync(fixture.Limit);
        Assert.Equal(0, await server.ReadAsync(new byte[10], fixture.Limit));
        await server.WriteAsync(new byte[] { 1, 2, 3 }, fixture.Limit);
        await server.CompleteWritesAsync(fixture.Limit);
        Assert.Equal([1, 2, 3], await fixture.ReadAllAsync(client));
    }

    [SkippableFact]
    public async Task A_write_after_the_last_write_is_refused()
    {
        await using TransportFixture fixture = await ListenAsync();
        (StreamConnection client, _) = await fixture.PairAsync();
        await client.CompleteWritesAsync(fixture.Limit);
        await Assert.ThrowsAsync<StreamClosedException>(async () => await client.WriteAsync(new byte[1], fixture.Limit));
    }

    [SkippableFact]
    public async Task What_was_written_before_a_close_arrives_and_the_reason_where_it_can()
    {
        await using TransportFixture fixture = await ListenAsync();
        (StreamConnection client, StreamConnection server) = await fixture.PairAsync();
        byte[] sent = RandomNumberGenerator.GetBytes(1 << 20);
        Task<byte[]> got = fixture.ReadAllAsync(server);
        await client.WriteAsync(sent, fixture.Limit);
        Task closing = client.CloseAsync(new CloseReason(0x2A, "enough"), fixture.Limit).AsTask();
        Assert.Equal(SHA256.HashData(sent), SHA256.HashData(await got));
        if (server.CarriesReason)
        {
            CloseReason reason = await server.Closed.WaitAsync(TransportFixture.Patience);
            Assert.Equal(new CloseReason(0x2A, "enough", Remote: true), reason);
        }
        else
        {
            await server.DisposeAsync();
        }
        await closing;
        Assert.Equal(new CloseReason(0x2A, "enough"), await client.Closed.WaitAsync(TransportFixture.Patience));
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_abort_wakes_reads_and_writes_that_wait_on_both_sides(bool byClient)
    {
        await using TransportFixture fixture = await ListenAsync();
        (StreamConnection client, StreamConnection server) = await fixture.PairAsync();
        // Nobody reads what both write, so that the writes come to wait; the reads wait for other connections' sake on a second pair.
        Task[] writes = [WriteForEverAsync(client, fixture.Limit), WriteForEverAsync(server, fixture.Limit)];
        (StreamConnection reader, StreamConnection otherReader) = await fixture.PairAsync();
        Task[] reads = [reader.ReadAsync(new byte[10], fixture.Limit).AsTask(), otherReader.ReadAsync(new byte[10], fixture.Limit).AsTask()];
        (byClient ? client : server).Abort(new CloseReason(7, "no more"));
        (byClient ? reader : otherReader).Abort(new CloseReason(7, "no more"));
        foreach (Task waiting in writes.Concat(reads))
            await Assert.ThrowsAsync<StreamClosedException>(() => waiting.WaitAsync(TransportFixture.Patience));
        await Assert.ThrowsAsync<StreamClosedException>(async () => await client.WriteAsync(new byte[1], fixture.Limit));
        await Assert.ThrowsAsync<StreamClosedException>(async () => await server.WriteAsync(new byte[1], fixture.Limit));
        Assert.Equal(7ul, (await (byClient ? client : server).Closed.WaitAsync(TransportFixture.Patience)).Code);
        CloseReason seen = await (byClient ? server : client).Closed.WaitAsync(TransportFixture.Patience);
        CloseReason heard = await (byClient ? otherReader : reader).Closed.WaitAsync(TransportFixture.Patience);
        Assert.True(seen.Remote && heard.Remote);
        if (!client.CarriesReason)
            return;
        Assert.Equal(new CloseReason(7, "no more", Remote: true), heard);
        // A close has to fit into the congestion window, which these writes fill: who does not hear it notices the silence.
        Assert.True(seen == heard || seen.Code == CloseReason.Lost("").Code, seen.ToString());
    }

    [SkippableFact]
    public async Task Disposing_of_a_connection_ends_it_for_the_other_side()
    {
        await using TransportFixture fixture = await ListenAsync();
        (StreamConnection client, StreamConnection server) = await fixture.PairAsync();
        await client.DisposeAsync();
        await Assert.ThrowsAsync<StreamClosedException>(async () => await server.ReadAsync(new byte[10], fixture.Limit));
    }

    [SkippableFact]
    public async Task One_aborted_connection_leaves_the_others_alone()
    {
        await using TransportFixture fixture = await ListenAsync();
        (StreamConnection client, StreamConnection server) = await fixture.PairAsync();
        (StreamConnection doomed, StreamConnection doomedServer) = await fixture.PairAsync();
        doomed.Abort(new CloseReason(1, "gone"));
        await Assert.ThrowsAsync<StreamClosedException>(async () => await doomedServer.ReadAsync(new byte[10], fixture.Limit));
        await fixture.AssertLivesAsync(client, server);
    }

    [SkippableFact]
    public async Task Fifty_connections_echo_at_once()
    {
        await using TransportFixture fixture = await ListenAsync();
        Task serving = Task.WhenAll(Enumerable.Range(0, 50).Select(async _ => await fixture.EchoAsync(await fixture.Listener.AcceptAsync(fixture.Limit))));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(async i =>
        {
            await using StreamConnection client = await Transport.ConnectAsync(fixture.To(fixture.Listener.LocalEndPoint), fixture.Limit);
            byte[] sent = RandomNumberGenerator.GetBytes(20_000 + i);
            await client.WriteAsync(sent, fixture.Limit);
            await client.CompleteWritesAsync(fixture.Limit);
            Assert.Equal(sent, await fixture.ReadAllAsync(client));
        }));
        await serving;
    }

    [SkippableFact]
    public async Task A_reader_that_does_not_read_stops_the_writer_and_then_gets_everything()
    {
        await using TransportFixture fixture = await ListenAsync();
        (StreamConnection client, StreamConnection server) = await fixture.PairAsync();
        byte[] piece = new byte[64 << 10];
        long written = 0;
        Task waiting = Task.CompletedTask;
        while (waiting.IsCompleted && written < MostUnderWay)
        {
            waiting = client.WriteAsync(piece, fixture.Limit).AsTask();
            written += piece.Length;
            await Task.WhenAny(waiting, Task.Delay(500));
        }
        Assert.False(waiting.IsCompleted, $"{written} bytes are under way and the writer still writes");
        Task<byte[]> all = fixture.ReadAllAsync(server);
        await waiting;
        await client.CompleteWritesAsync(fixture.Limit);
        Assert.Equal(written, (await all).Length);
    }

    [SkippableFact]
    public async Task Reads_and_writes_that_wait_can_be_cancelled()
    {
        await using TransportFixture fixture = await ListenAsync();
        (StreamConnection client, _) = await fixture.PairAsync();
        using CancellationTokenSource cancel = new();
        Task<int> read = client.ReadAsync(new byte[10], cancel.Token).AsTask();
        Task write = WriteForEverAsync(client, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read.WaitAsync(TransportFixture.Patience));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write.WaitAsync(TransportFixture.Patience));
    }

    [SkippableFact]
    public async Task Waiting_for_a_connection_can_be_cancelled_and_ends_with_the_listener()
    {
        await using TransportFixture fixture = await ListenAsync();
        using CancellationTokenSource cancel = new();
        Task<StreamConnection> cancelled = fixture.Listener.AcceptAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(TransportFixture.Patience));
        Task<StreamConnection> orphaned = fixture.Listener.AcceptAsync(fixture.Limit).AsTask();
        await fixture.Listener.DisposeAsync();
        await Assert.ThrowsAsync<StreamClosedException>(() => orphaned.WaitAsync(TransportFixture.Patience));
    }

    [SkippableFact]
    public async Task Closing_a_listener_leaves_its_connections_alone()
    {
        await using TransportFixture fixture = await ListenAsync();
        (StreamConnection client, StreamConnection server) = await fixture.PairAsync();
        await fixture.Listener.DisposeAsync().AsTask().WaitAsync(TransportFixture.Patience);
        await fixture.AssertLivesAsync(client, server);
    }

    [SkippableFact]
    public async Task A_listener_sees_where_a_client_comes_from()
    {
        await using TransportFixture fixture = await ListenAsync();
        (StreamConnection client, StreamConnection server) = await fixture.PairAsync();
        Assert.Equal(fixture.Listener.LocalEndPoint, client.RemoteEndPoint);
        Assert.Equal(IPAddress.Loopback, server.RemoteEndPoint.Address);
        Assert.InRange(server.RemoteEndPoint.Port, 1024, 65535);
        Assert.NotEqual(fixture.Listener.LocalEndPoint.Port, server.RemoteEndPoint.Port);
    }

    private async Task<TransportFixture> ListenAsync(Func<ListenOptions, ListenOptions>? change = null, X509Certificate2? certificate = null)
    {
        Skip.If(Transport.Unsupported is not null, Transport.Unsupported);
        return await TransportFixture.ListenAsync(Transport, change, certificate);
    }

    private static async Task WriteForEverAsync(StreamConnection connection, CancellationToken ct)
    {
        byte[] piece = new byte[256 << 10];
        while (true)
            await connection.WriteAsync(piece, ct);
    }
}
