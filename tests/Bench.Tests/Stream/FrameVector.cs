namespace Bench.Tests;

/// <summary>A frame of YoMo: a handshake, or data.</summary>
internal sealed record FrameVector
{
    public required string Hex { get; init; }
    public string? Name { get; init; }
    public byte Kind { get; init; }
    public int[]? Observed { get; init; }
    public string? Transaction { get; init; }
    public byte Tag { get; init; }
    public string? Data { get; init; }
}
