namespace Bench.Streaming;

/// <summary>What a client does with frames that are the same for every kind of client.</summary>
internal static class ClientFrames
{
    /// <summary>Whether the frame is data.</summary>
    /// <exception cref="StreamClosedException">It says that the connection ends, and why.</exception>
    /// <exception cref="FrameException">It is nothing that a zipper sends.</exception>
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
