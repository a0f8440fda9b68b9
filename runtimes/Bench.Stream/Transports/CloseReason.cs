namespace Bench.Streaming;

/// <summary>Why a connection ended.</summary>
/// <param name="Code">Application error code; those of YoMo where it has one.</param>
/// <param name="Remote">Whether the peer, or the network, ended it.</param>
public readonly record struct CloseReason(ulong Code, string Text, bool Remote = false)
{
    /// <summary>As YoMo's client closes its session.</summary>
    public static readonly CloseReason Done = new(0xFF, "done");
    public static readonly CloseReason ShuttingDown = new(0, "the zipper is shutting down");

    public static CloseReason ReadError(string text) => new(0xC0, text);
    public static CloseReason Refused(string text) => new(0xCC, text);
    public static CloseReason UnknownClient(string text) => new(0xCD, text);

    /// <summary>The other side is silent, unreachable or gone without a word.</summary>
    public static CloseReason Lost(string text) => new(0xC1, text, Remote: true);

    public override string ToString() => $"{Text} (0x{Code:x}, {(Remote ? "by the other side" : "by this side")})";
}
