using System.Net;
using System.Net.Sockets;
using Bench.Core;
using Bench.Streaming;

namespace Bench.Fuzz;

/// <summary>Datagrams against the UDP port of a live zipper: noise, headers with noise behind them, and real first flights that are damaged, cut or sent again.</summary>
internal sealed class DatagramStorm(IPEndPoint zipper, ulong seed)
{
    private const int FirstFlights = 16, AtATime = 50;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly SplitMix _random = new(seed);

    internal long Sent { get; private set; }

    internal async Task RunAsync(long datagrams, CancellationToken ct)
    {
        List<byte[]> real = [];
        for (int i = 0; i < FirstFlights; i++)
            real.Add(await FirstFlightAsync(ct));
        FuzzBuffer buffer = new();
        using Socket socket = new(zipper.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        for (; Sent < datagrams; Sent++)
        {
            Make(buffer, real);
            await socket.SendToAsync(buffer.Memory, zipper, ct);
            // So that they arrive: a kernel drops what comes faster than it is read.
            if (Sent % AtATime == 0)
                await Task.Delay(1, ct);
        }
    }

    private void Make(FuzzBuffer buffer, List<byte[]> real)
    {
        buffer.Clear();
        byte[] flight = real[_random.Below(real.Count)];
        switch (_random.Below(5))
        {
            case 0:
                Mutations.RandomBytes(_random, buffer, 1400);
                break;
            case 1:
                // RFC 9000, 17.2: a long header of any type and version, with connection ids of any length.
                buffer.Append((byte)(0xC0 | _random.Below(0x40)));
                Mutations.RandomBytes(_random, buffer, 1300);
                break;
            case 2:
                buffer.Append(flight.AsSpan(0, 1 + _random.Below(flight.Length)));
                break;
            case 3:
                buffer.Append(flight);
                for (int left = 1 + _random.Below(4); left > 0; left--)
                    Mutations.Mutate(_random, buffer, real);
                buffer.Cut(1472);
                break;
            default:
                buffer.Append(flight);
                break;
        }
        if (buffer.Length == 0)
            buffer.Append(0);
    }

    /// <summary>What a client of ours sends first, to a port where nobody answers.</summary>
    private static async Task<byte[]> FirstFlightAsync(CancellationToken ct)
    {
        using Socket silent = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        stop.CancelAfter(s_patience);
        ConnectOptions options = new() { EndPoint = (IPEndPoint)silent.LocalEndPoint!, Host = "localhost", Trust = new ServerTrust.Pinned("") };
        Task<StreamConnection> connecting = StreamTransports.Get(StreamTransports.Quic).ConnectAsync(options, stop.Token).AsTask();
        byte[] datagram = new byte[2048];
        int length = await silent.ReceiveAsync(datagram, stop.Token);
        await stop.CancelAsync();
        await connecting.ContinueWith(static task => task.Exception, TaskScheduler.Default);
        return datagram[..length];
    }
}
