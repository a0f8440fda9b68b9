using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Bench.Streaming;

namespace Bench.Tests;

/// <summary>A listener of one transport on this machine, and clients for it.</summary>
internal sealed class TransportFixture : IAsyncDisposable
{
    /// <summary>Far more than anything here takes on a busy machine; what exceeds it hangs.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IStreamTransport _transport;
    private readonly X509Certificate2 _certificate;
    private readonly TaskCompletionSource<string> _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentBag<StreamConnection> _connections = [];
    private readonly CancellationTokenSource _limit = new(Patience * 2);

    private TransportFixture(IStreamTransport transport, X509Certificate2 certificate) => (_transport, _certificate) = (transport, certificate);

    public IStreamListener Listener { get; private set; } = null!;

    public CancellationToken Limit => _limit.Token;

    /// <summary>What the listener said of the first peer that it refused.</summary>
    public Task<string> Refused => _refused.Task.WaitAsync(Patience);

    public static async Task<TransportFixture> ListenAsync(IStreamTransport transport, Func<ListenOptions, ListenOptions>? change = null, X509Certificate2? certificate = null)
    {
        TransportFixture fixture = new(transport, certificate ?? StreamBed.Certificate());
        ListenOptions options = new()
        {
            EndPoint = new IPEndPoint(IPAddress.Loopback, 0),
            Certificate = fixture._certificate,
            Refused = text => fixture._refused.TrySetResult(text),
        };
        fixture.Listener = await transport.ListenAsync(change?.Invoke(options) ?? options, fixture.Limit);
        return fixture;
    }

    public ConnectOptions To(IPEndPoint endPoint) => new() { EndPoint = endPoint, Host = "localhost", Trust = new ServerTrust.Pinned(ServerTrust.FingerprintOf(_certificate)) };

    /// <summary>Connects and says one byte, since a QUIC server learns of a stream by its first bytes; takes it off on the other side.</summary>
    public async Task<(StreamConnection Client, StreamConnection Server)> PairAsync(Func<ConnectOptions, ConnectOptions>? change = null, IPEndPoint? endPoint = null)
    {
        ConnectOptions options = To(endPoint ?? Listener.LocalEndPoint);
        ValueTask<StreamConnection> accepting = Listener.AcceptAsync(Limit);
        StreamConnection client = await _transport.ConnectAsync(change?.Invoke(options) ?? options, Limit);
        _connections.Add(client);
        await client.WriteAsync(new byte[] { 1 }, Limit);
        StreamConnection server = await accepting;
        _connections.Add(server);
        Assert.Equal(1, await server.ReadAsync(new byte[1], Limit));
        return (client, server);
    }

    /// <summary>Sends back what comes until the peer's end, and then its own.</summary>
    public async Task EchoAsync(StreamConnection connection)
    {
        byte[] bytes = new byte[30_000];
        int length;
        while ((length = await connection.ReadAsync(bytes, Limit)) > 0)
            await connection.WriteAsync(bytes.AsMemory(0, length), Limit);
        await connection.CompleteWritesAsync(Limit);
    }

    public async Task<byte[]> ReadAllAsync(StreamConnection connection)
    {
        using MemoryStream all = new();
        byte[] bytes = new byte[50_000];
        int length;
        while ((length = await connection.ReadAsync(bytes, Limit)) > 0)
            all.Write(bytes, 0, length);
        return all.ToArray();
    }

    /// <summary>There and back again.</summary>
    public async Task AssertLivesAsync(StreamConnection one, StreamConnection other)
    {
        byte[] byteThere = new byte[1];
        foreach ((StreamConnection from, StreamConnection to) in new[] { (one, other), (other, one) })
        {
            await from.WriteAsync(new byte[] { 7 }, Limit);
            Assert.Equal(1, await to.ReadAsync(byteThere, Limit));
            Assert.Equal(7, byteThere[0]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (StreamConnection connection in _connections)
            await connection.DisposeAsync().AsTask().WaitAsync(Patience);
        await Listener.DisposeAsync().AsTask().WaitAsync(Patience);
        _certificate.Dispose();
        _limit.Dispose();
    }
}
