using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Bench.Streaming;

namespace Bench.Tests;

public sealed class QuicOpenSslTransportTests() : QuicTransportTests("quic-openssl");

public sealed class QuicMsQuicTransportTests() : QuicTransportTests("quic-msquic");

/// <summary>What only QUIC has: datagrams, and streams that a peer opens or not.</summary>
public abstract class QuicTransportTests(string id) : TransportTests(id)
{
    private const int Datagrams = 20_000;

    [SkippableFact]
    public async Task A_client_that_opens_no_stream_is_refused_in_time()
    {
        Skip.If(Transport.Unsupported is not null, Transport.Unsupported);
        await using TransportFixture fixture = await TransportFixture.ListenAsync(Transport, static options => options with { HandshakeTimeout = TimeSpan.FromSeconds(1) });
        await using StreamConnection silent = await Transport.ConnectAsync(fixture.To(fixture.Listener.LocalEndPoint), fixture.Limit);
        Assert.Contains("no stream was opened within 1 s", await fixture.Refused);
        await silent.Closed.WaitAsync(TransportFixture.Patience);
    }

    private protected override LossyProxy NewProxy(IPEndPoint server) => LossyProxy.Udp(server);

    private protected override async Task SendGarbageAsync(IPEndPoint server, Random random, CancellationToken ct)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        for (int i = 0; i < Datagrams; i++)
        {
            byte[] datagram = RandomNumberGenerator.GetBytes(random.Next(1, 1400));
            switch (i % 4)
            {
                case 1:
                    BeginAsInitial(datagram, version: 1);
                    break;
                case 2:
                    BeginAsInitial(datagram, version: (uint)random.Next());
                    break;
                case 3:
                    // A short header, as of a connection that never was.
                    datagram[0] = 0x40;
                    break;
            }
            await socket.SendToAsync(datagram, server, ct);
        }
    }

    /// <summary>RFC 9000, 17.2: long header, version, and connection ids of 8 bytes.</summary>
    private static void BeginAsInitial(byte[] datagram, uint version)
    {
        byte[] header = [0xC0, (byte)(version >> 24), (byte)(version >> 16), (byte)(version >> 8), (byte)version, 8];
        header.AsSpan(0, Math.Min(header.Length, datagram.Length)).CopyTo(datagram);
    }
}
