using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;

namespace Bench.Streaming;

/// <summary>
/// Looks now and then whether the kernel sends the same bytes again and again because nobody acknowledges them, which keep-alives leave
/// alone. TCP_USER_TIMEOUT would do it too, but also end the connection of a peer that acknowledges and just does not read for a while.
/// </summary>
/// <remarks>Source: linux/tcp.h, struct tcp_info.</remarks>
internal sealed class UnansweredWatch : IDisposable
{
    private const int ProtocolTcp = 6, TcpInfo = 11;
    private const int RetransmitsOffset = 2, ProbesOffset = 3, UnacknowledgedOffset = 24, InfoBytes = 28;

    /// <summary>Probes of a closed window that may be under way at a peer that answers each.</summary>
    private const int AnsweredProbes = 2;

    private readonly Socket _socket;
    private readonly TimeSpan _allowed;
    private readonly Action<CloseReason> _abort;
    private readonly Timer _timer;
    private long _since;

    /// <param name="abort">Called once, when nothing was acknowledged for so long.</param>
    internal UnansweredWatch(Socket socket, TimeSpan allowed, Action<CloseReason> abort)
    {
        (_socket, _allowed, _abort) = (socket, allowed, abort);
        _timer = new Timer(static watch => ((UnansweredWatch)watch!).Look(), this, allowed / 4, allowed / 4);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        try
        {
            Span<byte> info = stackalloc byte[InfoBytes];
            bool unanswered = _socket.GetRawSocketOption(ProtocolTcp, TcpInfo, info) == InfoBytes
                && ((info[RetransmitsOffset] > 0 && BinaryPrimitives.ReadUInt32LittleEndian(info[UnacknowledgedOffset..]) > 0) || info[ProbesOffset] > AnsweredProbes);
            if (!unanswered)
                _since = 0;
            else if (_since == 0)
                _since = Stopwatch.GetTimestamp();
            else if (Stopwatch.GetElapsedTime(_since) >= _allowed)
                _abort(CloseReason.Lost($"nothing was acknowledged for {_allowed.TotalSeconds:0.###} s"));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed meanwhile: whoever closed it has a reason.
            _timer.Dispose();
        }
    }
}
