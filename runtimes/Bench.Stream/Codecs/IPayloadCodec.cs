namespace Bench.Streaming;

/// <summary>How values stand in messages. An instance serves one message at a time; what it returns is valid until its next call.</summary>
public interface IPayloadCodec
{
    /// <returns>The value, as functions take it: see <see cref="PayloadKind"/>.</returns>
    /// <exception cref="FormatException">The message does not hold such a value: says why, in one line.</exception>
    ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> message);

    /// <exception cref="FormatException">These bytes are no such value.</exception>
    ReadOnlyMemory<byte> Encode(ReadOnlyMemory<byte> value);
}
