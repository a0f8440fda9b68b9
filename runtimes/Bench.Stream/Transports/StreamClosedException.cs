namespace Bench.Streaming;

/// <summary>A connection is gone, or could not be had; the message is one line for a person.</summary>
public sealed class StreamClosedException(CloseReason reason, string message, Exception? inner = null) : IOException(message, inner)
{
    public StreamClosedException(CloseReason reason, Exception? inner = null) : this(reason, $"connection closed: {reason}", inner)
    {
    }

    public CloseReason Reason { get; } = reason;
}
