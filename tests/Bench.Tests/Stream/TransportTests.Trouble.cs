using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bench.Streaming;

namespace Bench.Tests;

/// <summary>Peers that are refused, hostile or gone.</summary>
public abstract partial class TransportTests
{
    [SkippableFact]
    public async Task A_certificate_that_is_not_the_pinned_one_is_refused_on_both_sides()
    {
        await using TransportFixture fixture = await ListenAsync();
        StreamClosedException refused = await RefusedAsync(fixture, static options => options with { Trust = new ServerTrust.Pinned(new string('0', 64)) });
        Assert.Contains("is not the pinned 0000", refused.Message);
        Assert.Matches("(?i)certificate|alert", await fixture.Refused);
    }

    [SkippableFact]
    public async Task An_expired_certificate_is_refused_on_both_sides()
    {
        using X509Certificate2 expired = StreamBed.Certificate(firstDay: -3, lastDay: -1);
        await using TransportFixture fixture = await ListenAsync(certificate: expired);
        StreamClosedException refused = await RefusedAsync(fixture, static options => options);
        Assert.Contains("expired", refused.Message);
        Assert.Matches("(?i)expired|certificate|alert", await fixture.Refused);
    }

    [SkippableFact]
    public async Task A_protocol_that_is_not_spoken_is_refused_on_both_sides()
    {
        await using TransportFixture fixture = await ListenAsync();
        StreamClosedException refused = await RefusedAsync(fixture, static options => options with { Protocol = "gopher" });
        Assert.Matches("(?i)gopher|protocol|alert", refused.Message);
        Assert.Matches("(?i)yomo|protocol|alert", await fixture.Refused);
    }

    [SkippableFact]
    public async Task A_refused_peer_leaves_the_listener_alive()
    {
        await using TransportFixture fixture = await ListenAsync();
        await RefusedAsync(fixture, static options => options with { Protocol = "gopher" });
        (StreamConnection client, StreamConnection server) = await fixture.PairAsync();
        await fixture.AssertLivesAsync(client, server);
    }

    [SkippableFact]
    public async Task Where_nobody_listens_there_is_no_connection()
    {
        TransportFixture fixture = await ListenAsync();
        IPEndPoint left = fixture.Listener.LocalEndPoint;
        ConnectOptions options = fixture.To(left) with { HandshakeTimeout = TimeSpan.FromSeconds(2) };
        await fixture.DisposeAsync();
        StreamClosedException refused = await Assert.ThrowsAsync<StreamClosedException>(async () => await Transport.ConnectAsync(options, CancellationToken.None));
        Assert.Contains(left.ToString(), refused.Message);
    }

    [SkippableFact]
    public async Task A_port_in_use_is_refused_by_name()
    {
        await using TransportFixture fixture = await ListenAsync();
        StreamClosedException refused = await Assert.ThrowsAsync<StreamClosedException>(() =>
            ListenAsync(options => options with { EndPoint = fixture.Listener.LocalEndPoint }));
        Assert.Contains(fixture.Listener.LocalEndPoint.ToString(), refused.Message);
        Assert.Contains("in use", refused.Message);
    }

    [SkippableFact]
    public async Task Connecting_can_be_cancelled_and_does_not_wait_longer_than_it_may()
    {
        await using TransportFixture fixture = await ListenAsync();
        await using LossyProxy proxy = NewProxy(fixture.Listener.LocalEndPoint);
        proxy.IsDown = true;
        using CancellationTokenSource cancel = new();
        ConnectOptions options = fixture.To(proxy.EndPoint);
        Task<StreamConnection> cancelled = Transport.ConnectAsync(options, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(TransportFixture.Patience));
        StreamClosedException refused = await Assert.ThrowsAsync<StreamClosedException>(async () =>
            await Transport.ConnectAsync(options with { HandshakeTimeout = TimeSpan.FromSeconds(1) }, fixture.Limit));
        Assert.Contains("no answer within 1 s", refused.Message);
    }

    [SkippableFact]
    public async Task A_peer_behind_a_dead_network_is_lost_on_both_sides()
    {
        Skip.If(NeverSilent is not null, NeverSilent);
        await using TransportFixture fixture = await ListenAsync(static options => options with { IdleTimeout = s_shortIdle });
        await using LossyProxy proxy = NewProxy(fixture.Listener.LocalEndPoint);
        (StreamConnection client, StreamConnection server) = await fixture.PairAsync(static options => options with { IdleTimeout = s_shortIdle }, proxy.EndPoint);
        proxy.IsDown = true;
        Task<int> read = client.ReadAsync(new byte[10], fixture.Limit).AsTask();
        foreach (StreamConnection end in new[] { client, server })
        {
            CloseReason reason = await end.Closed.WaitAsync(TransportFixture.Patience);
            Assert.Equal(CloseReason.Lost("").Code, reason.Code);
            Assert.Contains("was silent for", reason.Text);
        }
        await Assert.ThrowsAsync<StreamClosedException>(() => read);
    }

    [SkippableFact]
    public async Task An_idle_connection_outlives_its_idle_timeout()
    {
        await using TransportFixture fixture = await ListenAsync(static options => options with { IdleTimeout = s_shortIdle });
        (StreamConnection client, StreamConnection server) = await fixture.PairAsync(static options => options with { IdleTimeout = s_shortIdle });
        await Task.WhenAny(client.Closed, server.Closed, Task.Delay(s_shortIdle * 2.5));
        await fixture.AssertLivesAsync(client, server);
    }

    [SkippableFact]
    public async Task A_peer_that_reads_nothing_for_longer_than_the_idle_timeout_is_waited_for()
    {
        await using TransportFixture fixture = await ListenAsync(static options => options with { IdleTimeout = s_shortIdle });
        (StreamConnection client, StreamConnection server) = await fixture.PairAsync(static options => options with { IdleTimeout = s_shortIdle });
        byte[] piece = new byte[64 << 10];
        long written = 0;
        Task waiting = Task.CompletedTask;
        while (waiting.IsCompleted && written < MostUnderWay)
        {
            waiting = client.WriteAsync(piece, fixture.Limit).AsTask();
            written += piece.Length;
            await Task.WhenAny(waiting, Task.Delay(500));
        }
        await Task.WhenAny(client.Closed, server.Closed, Task.Delay(s_shortIdle * 2.5));
        Task<byte[]> all = fixture.ReadAllAsync(server);
        await waiting;
        await client.CompleteWritesAsync(fixture.Limit);
        Assert.Equal(written, (await all).Length);
    }

    [SkippableFact]
    public async Task A_network_that_is_away_for_less_than_the_idle_timeout_loses_nothing()
    {
        await using TransportFixture fixture = await ListenAsync(static options => options with { IdleTimeout = TimeSpan.FromSeconds(20) });
        await using LossyProxy proxy = NewProxy(fixture.Listener.LocalEndPoint);
        (StreamConnection client, StreamConnection server) = await fixture.PairAsync(static options => options with { IdleTimeout = TimeSpan.FromSeconds(20) }, proxy.EndPoint);
        byte[] sent = RandomNumberGenerator.GetBytes(300_000);
        Task<byte[]> got = fixture.ReadAllAsync(server);
        proxy.IsDown = true;
        await client.WriteAsync(sent, fixture.Limit);
        await client.CompleteWritesAsync(fixture.Limit);
        Assert.NotSame(got, await Task.WhenAny(got, Task.Delay(TimeSpan.FromSeconds(3))));
        proxy.IsDown = false;
        Assert.Equal(SHA256.HashData(sent), SHA256.HashData(await got));
    }

    [SkippableFact]
    public async Task A_network_that_loses_a_share_loses_nothing_of_a_stream()
    {
        await using TransportFixture fixture = await ListenAsync();
        await using LossyProxy proxy = NewProxy(fixture.Listener.LocalEndPoint);
        proxy.LossPerMille = 20;
        (StreamConnection client, StreamConnection server) = await fixture.PairAsync(endPoint: proxy.EndPoint);
        byte[] sent = RandomNumberGenerator.GetBytes(1 << 20);
        Task echo = fixture.EchoAsync(server);
        Task<byte[]> back = fixture.ReadAllAsync(client);
        await client.WriteAsync(sent, fixture.Limit);
        await client.CompleteWritesAsync(fixture.Limit);
        Assert.Equal(SHA256.HashData(sent), SHA256.HashData(await back));
        await echo;
    }

    [SkippableFact]
    public async Task Garbage_leaves_the_listener_and_its_connections_alive()
    {
        await using TransportFixture fixture = await ListenAsync();
        (StreamConnection client, StreamConnection server) = await fixture.PairAsync();
        await SendGarbageAsync(fixture.Listener.LocalEndPoint, new Random(11), fixture.Limit);
        await fixture.AssertLivesAsync(client, server);
        (StreamConnection late, StreamConnection lateServer) = await fixture.PairAsync();
        await fixture.AssertLivesAsync(late, lateServer);
    }

    private async Task<StreamClosedException> RefusedAsync(TransportFixture fixture, Func<ConnectOptions, ConnectOptions> change)
    {
        ConnectOptions options = change(fixture.To(fixture.Listener.LocalEndPoint));
        StreamClosedException refused = await Assert.ThrowsAsync<StreamClosedException>(async () =>
        {
            await using StreamConnection connection = await Transport.ConnectAsync(options, fixture.Limit);
        });
        Assert.DoesNotContain('\n', refused.Message);
        return refused;
    }
}
