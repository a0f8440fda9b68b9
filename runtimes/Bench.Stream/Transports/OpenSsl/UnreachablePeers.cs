using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Bench.Streaming;

/// <summary>
/// The error queue of a UDP socket (ip(7), IP_RECVERR): to whom the kernel could not deliver a datagram because nobody listens there.
/// Without it a listener hears of a killed process only by its silence, and sends to it until then.
/// </summary>
internal static unsafe class UnreachablePeers
{
    private const int LevelIPv4 = 0, ReceiveErrorsIPv4 = 11, LevelIPv6 = 41, ReceiveErrorsIPv6 = 25;
    private const int FamilyIPv4 = 2, FamilyIPv6 = 10;
    private const int ControlHeader = 16;

    internal static void Ask(Socket socket)
    {
        (int level, int option) = socket.AddressFamily == AddressFamily.InterNetwork ? (LevelIPv4, ReceiveErrorsIPv4) : (LevelIPv6, ReceiveErrorsIPv6);
        socket.SetRawSocketOption(level, option, BitConverter.GetBytes(1));
    }

    /// <summary>Takes one entry off the queue, of whatever error.</summary>
    /// <param name="peer">Null for an error of another kind, and for a peer that is not on this machine: what comes from a network may be forged (RFC 9000, 21.1).</param>
    /// <returns>False when the queue is empty.</returns>
    internal static bool TryTake(int file, out IPEndPoint? peer)
    {
        peer = null;
        byte* name = stackalloc byte[32];
        byte* control = stackalloc byte[256];
        LibC.MessageHeader message = new() { Name = name, NameLength = 32, Control = control, ControlLength = 256 };
        if (LibC.recvmsg(file, &message, LibC.MessageErrorQueue | LibC.MessageDoNotWait) < 0)
            return false;
        // The control message is a struct sock_extended_err, which begins with the error number.
        if (message.ControlLength < ControlHeader + sizeof(int) || *(int*)(control + ControlHeader) != LibC.ConnectionRefused)
            return true;
        IPAddress? address = *(ushort*)name switch
        {
            FamilyIPv4 => new IPAddress(new ReadOnlySpan<byte>(name + 4, 4)),
            FamilyIPv6 => new IPAddress(new ReadOnlySpan<byte>(name + 8, 16)),
            _ => null,
        };
        if (address is { IsIPv4MappedToIPv6: true })
            address = address.MapToIPv4();
        if (address is not null && IPAddress.IsLoopback(address))
            peer = new IPEndPoint(address, BinaryPrimitives.ReadUInt16BigEndian(new ReadOnlySpan<byte>(name + 2, 2)));
        return true;
    }
}
