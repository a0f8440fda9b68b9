namespace Bench.Streaming;

/// <summary>Frames after the handshake, which are the same in both directions.</summary>
internal static class RunningFrames
{
    /// <summary>Whether the frame is data.</summary>
    /// <exception cref="StreamClosedException">It says that the connection ends, and why.</exception>
    /// <exception cref="FrameException">It is nothing that is sent after a handshake.</exception>
    internal static bool IsData(ReadOnlySpan<byte> frame, int body)
    {
        switch (frame[0])
        {
            case FrameKind.Data:
                return true;
            case FrameKind.GoAway:
                throw new StreamClosedException(GoAwayFrame.Parse(frame[body..]));
            default:
                throw new FrameException($"a frame of unknown kind 0x{frame[0]:X2}");
        }
    }
}
