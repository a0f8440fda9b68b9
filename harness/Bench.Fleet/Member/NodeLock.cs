using System.Net.Sockets;

namespace Bench.Fleet;

/// <summary>One suite at a time on a node, whichever fleet it belongs to.</summary>
/// <remarks>An abstract Unix socket: known to everybody in the network name space of the node, and let go of by the kernel however its owner ends.</remarks>
internal sealed class NodeLock : IDisposable
{
    private const string Name = "\0bench-fleet-measures";
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly Socket _socket;

    private NodeLock(Socket socket) => _socket = socket;

    /// <param name="waiting">Called before each wait.</param>
    internal static async Task<NodeLock> TakeAsync(Func<Task> waiting, CancellationToken ct)
    {
        while (true)
        {
            Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                socket.Bind(new UnixDomainSocketEndPoint(Name));
                return new NodeLock(socket);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                socket.Dispose();
            }
            await waiting();
            await Task.Delay(s_pause, ct);
        }
    }

    public void Dispose() => _socket.Dispose();
}
