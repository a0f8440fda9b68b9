using Bench.Y3;

namespace Bench.Streaming;

/// <summary>What a pipeline sends on.</summary>
/// <param name="Tag">0 to 3F.</param>
/// <param name="Data">Nothing is sent where it is empty, as in YoMo.</param>
public readonly record struct StreamReply(byte Tag, ReadOnlyMemory<byte> Data)
{
    /// <summary>Transaction id, UTF-8; where it is empty, that of the message which was handed to the pipeline last.</summary>
    public ReadOnlyMemory<byte> Transaction { get; init; }

    /// <inheritdoc cref="StreamData.From(double)"/>
    public static StreamReply Number(byte tag, double number) => new(tag, StreamData.From(number));

    public static StreamReply Text(byte tag, string text) => new(tag, StreamData.From(text));

    /// <inheritdoc cref="StreamData.From{T}(byte, T)"/>
    public static StreamReply Record<T>(byte tag, T record)
        where T : IY3Record<T> => new(tag, StreamData.From(tag, record));

    /// <summary>Under the transaction id of this message.</summary>
    public StreamReply To(StreamMessage message) => this with { Transaction = message.Transaction };
}
