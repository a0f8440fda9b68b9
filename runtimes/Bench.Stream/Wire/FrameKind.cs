namespace Bench.Streaming;

/// <summary>First byte of a frame: a Y3 node tag. From YoMo 1.6 (core/frame), except where said.</summary>
internal static class FrameKind
{
    internal const byte Data = 0xBF;

    /// <summary>Inside <see cref="Data"/> only.</summary>
    internal const byte Meta = 0xAF;

    /// <inheritdoc cref="Meta"/>
    internal const byte Payload = 0xAE;
    internal const byte Handshake = 0xBD;

    /// <summary>YoMo 1.7's; said before the end on transports that carry no reason themselves. Field 1 code, field 2 message.</summary>
    internal const byte GoAway = 0xB0;
}

/// <summary>What a client is to the zipper: byte 2 of the handshake.</summary>
public enum ClientKind : byte
{
    Source = 0x5F,

    /// <summary>A zipper that sends what its own clients sent.</summary>
    Upstream = 0x5E,

    /// <summary>A stream function, or a sink, which is one that never replies.</summary>
    Function = 0x5D,
}
