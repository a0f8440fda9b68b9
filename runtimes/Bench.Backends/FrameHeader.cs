namespace Bench.Backends;

/// <summary>Puts the header of a frame together from the pieces in which a stream comes.</summary>
/// <param name="length">In bytes.</param>
internal sealed class FrameHeader(int length)
{
    private readonly byte[] _bytes = new byte[length];
    private int _filled;

    /// <summary>Of the last one that was complete, until the next begins.</summary>
    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Whether a part of one is here.</summary>
    internal bool HasBegun => _filled > 0;

    /// <summary>Takes what is missing from the beginning of <paramref name="bytes"/>.</summary>
    /// <returns>Whether it is complete; the next call begins another one.</returns>
    internal bool Take(ref ReadOnlySpan<byte> bytes)
    {
        int taken = Math.Min(_bytes.Length - _filled, bytes.Length);
        bytes[..taken].CopyTo(_bytes.AsSpan(_filled));
        bytes = bytes[taken..];
        _filled = (_filled + taken) % _bytes.Length;
        return _filled == 0;
    }
}
