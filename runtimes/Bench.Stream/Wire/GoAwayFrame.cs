using System.Text;
using Bench.Y3;

namespace Bench.Streaming;

/// <summary>Says why the connection ends: node 30 { 01 code, 02 message }.</summary>
/// <remarks>Source: YoMo 1.7, core/frame/goaway_frame.go.</remarks>
internal static class GoAwayFrame
{
    private const byte CodeField = 0x01, MessageField = 0x02;

    internal static byte[] Encode(CloseReason reason)
    {
        byte[] message = Encoding.UTF8.GetBytes(reason.Text);
        Span<byte> code = stackalloc byte[PVarInt.MaxSize];
        PVarInt.TryWrite(code, (long)reason.Code, out int codeLength);
        int body = Frame.Size(codeLength) + Frame.Size(message.Length);
        byte[] frame = new byte[Frame.Size(body)];
        int written = Frame.WriteHeader(frame, FrameKind.GoAway, body);
        written += Frame.WritePacket(frame.AsSpan(written), CodeField, code[..codeLength]);
        Frame.WritePacket(frame.AsSpan(written), MessageField, message);
        return frame;
    }

    /// <exception cref="FrameException">A packet reaches beyond the node.</exception>
    internal static CloseReason Parse(ReadOnlySpan<byte> body)
    {
        long code = 0;
        string message = "";
        int offset = 0;
        ReadOnlySpan<byte> rest = body;
        while (!rest.IsEmpty)
        {
            byte field = Frame.TakePacket(ref rest, ref offset, out int start, out int length);
            if (field == CodeField)
                PVarInt.TryRead(body.Slice(start, length), out code, out _);
            else if (field == MessageField)
                message = Encoding.UTF8.GetString(body.Slice(start, length));
        }
        return new CloseReason((ulong)code, PeerText.Shown(message), Remote: true);
    }
}
