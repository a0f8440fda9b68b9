namespace Bench.Wasm;

/// <summary>The message that a guest is at work on.</summary>
public interface IGuestMessage
{
    uint Tag { get; }
    ReadOnlySpan<byte> Data { get; }

    /// <returns>False when there is no room for it.</returns>
    bool TryReply(byte tag, ReadOnlySpan<byte> data);
}
