using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Bench.Tests;

public sealed class TcpTransportTests() : TransportTests("tcp")
{
    protected override string? NeverSilent => "the kernel acknowledges for a proxy, so that TCP hears from it still";

    private protected override LossyProxy NewProxy(IPEndPoint server) => LossyProxy.Tcp(server);

    private protected override async Task SendGarbageAsync(IPEndPoint server, Random random, CancellationToken ct)
    {
        for (int i = 0; i < 300; i++)
        {
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(server, ct);
            try
            {
                await socket.SendAsync(RandomNumberGenerator.GetBytes(random.Next(1, 5000)), ct);
            }
            catch (SocketException)
            {
                // It was refused before it had said everything.
            }
        }
    }
}
