using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Bench.Tests;

/// <summary>A bad network between two ends on this machine: it forwards, loses a share, or loses everything for a while.</summary>
internal abstract class LossyProxy : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _running = [];

    /// <summary>Where clients connect to.</summary>
    public IPEndPoint EndPoint { get; private protected init; } = null!;

    /// <summary>While true nothing passes: datagrams are lost, bytes of TCP wait, as its retransmissions would make them.</summary>
    public bool IsDown
    {
        get;
        set
        {
            field = value;
            if (value)
                Up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            else
                Up.TrySetResult();
        }
    }

    /// <summary>Datagrams in a thousand that are lost.</summary>
    public int LossPerMille { get; set; }

    private protected TaskCompletionSource Up { get; private set; } = new();

    private protected CancellationToken Stopping => _stop.Token;

    public static LossyProxy Udp(IPEndPoint server) => new UdpProxy(server);

    public static LossyProxy Tcp(IPEndPoint server) => new TcpProxy(server);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Up.TrySetResult();
        Close();
        await Task.WhenAll(_running);
        _stop.Dispose();
    }

    /// <summary>Resets every connection that passes through, as a middle box does that forgets them; those that come later wait while the network is down.</summary>
    public virtual void Cut() => throw new NotSupportedException("datagrams have no connections");

    private protected abstract void Close();

    private protected void Run(Func<Task> work) => _running.Add(Task.Run(async () =>
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One of the ends is gone, or the test is over.
        }
    }));

    private sealed class UdpProxy : LossyProxy
    {
        private readonly IPEndPoint _server;
        private readonly Socket _front = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        private readonly ConcurrentDictionary<EndPoint, Socket> _backs = [];
        private readonly Random _random = new(1);

        public UdpProxy(IPEndPoint server)
        {
            _server = server;
            _front.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            EndPoint = (IPEndPoint)_front.LocalEndPoint!;
            Run(ForwardAsync);
        }

        private protected override void Close()
        {
            _front.Dispose();
            foreach (Socket back in _backs.Values)
                back.Dispose();
        }

        private async Task ForwardAsync()
        {
            byte[] datagram = new byte[65536];
            while (true)
            {
                SocketReceiveFromResult got = await _front.ReceiveFromAsync(datagram, new IPEndPoint(IPAddress.Any, 0), Stopping);
                Socket back = _backs.GetOrAdd(got.RemoteEndPoint, Connect);
                if (!IsLost())
                    await back.SendAsync(datagram.AsMemory(0, got.ReceivedBytes), Stopping);
            }
        }

        private Socket Connect(EndPoint client)
        {
            Socket back = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            back.Connect(_server);
            Run(async () =>
            {
                byte[] datagram = new byte[65536];
                while (true)
                {
                    int length = await back.ReceiveAsync(datagram, Stopping);
                    if (!IsLost())
                        await _front.SendToAsync(datagram.AsMemory(0, length), client, Stopping);
                }
            });
            return back;
        }

        private bool IsLost()
        {
            lock (_random)
                return IsDown || _random.Next(1000) < LossPerMille;
        }
    }

    private sealed class TcpProxy : LossyProxy
    {
        private readonly IPEndPoint _server;
        private readonly Socket _front = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        private readonly ConcurrentBag<Socket> _ends = [];

        public TcpProxy(IPEndPoint server)
        {
            _server = server;
            _front.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _front.Listen();
            EndPoint = (IPEndPoint)_front.LocalEndPoint!;
            Run(AcceptAsync);
        }

        public override void Cut()
        {
            foreach (Socket end in _ends)
                end.Close(0);
        }

        private protected override void Close()
        {
            _front.Dispose();
            foreach (Socket end in _ends)
                end.Dispose();
        }

        private async Task AcceptAsync()
        {
            while (true)
            {
                Socket client = await _front.AcceptAsync(Stopping);
                _ends.Add(client);
                Socket server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                _ends.Add(server);
                await server.ConnectAsync(_server, Stopping);
                Run(() => PumpAsync(client, server));
                Run(() => PumpAsync(server, client));
            }
        }

        private async Task PumpAsync(Socket from, Socket to)
        {
            byte[] bytes = new byte[65536];
            while (true)
            {
                int length = await from.ReceiveAsync(bytes, Stopping);
                if (IsDown)
                    await Up.Task;
                if (length == 0)
                    break;
                for (int sent = 0; sent < length;)
                    sent += await to.SendAsync(bytes.AsMemory(sent, length - sent), Stopping);
            }
            to.Shutdown(SocketShutdown.Send);
        }
    }
}
