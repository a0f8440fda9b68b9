using System.Buffers;

namespace Bench.Y3;

/// <summary>Ends an enumeration of a stream whose bytes are wrong, or end too early. Parsing itself does not throw: this is where an asynchronous caller learns of it.</summary>
public sealed class Y3FormatException : FormatException
{
    public Y3FormatException()
    {
    }

    public Y3FormatException(string message)
        : base(message)
    {
    }

    public Y3FormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public Y3FormatException(OperationStatus status, long offset)
        : base(status == OperationStatus.NeedMoreData ? $"the stream ends inside the packet at byte {offset}" : $"{status} at byte {offset} of the stream")
    {
        Status = status;
        Offset = offset;
    }

    /// <summary>NeedMoreData if the stream ended inside a packet, else InvalidData.</summary>
    public OperationStatus Status { get; } = OperationStatus.InvalidData;

    /// <summary>Where in the whole stream. If it ended too early, where its last outermost packet begins.</summary>
    public long Offset { get; }
}
