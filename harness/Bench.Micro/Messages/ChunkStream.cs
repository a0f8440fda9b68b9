namespace Bench.Micro;

/// <summary>A stream whose reads give what arrives: one chunk each, or as much of it as the reader has room for.</summary>
internal sealed class ChunkStream(byte[][] chunks) : Stream
{
    private int _offset;

    /// <summary>Chunks that a reader has begun to read.</summary>
    public int Arrived { get; private set; }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (Arrived == 0 || _offset == chunks[Arrived - 1].Length)
        {
            if (Arrived == chunks.Length)
                return 0;
            (Arrived, _offset) = (Arrived + 1, 0);
        }
        ReadOnlySpan<byte> rest = chunks[Arrived - 1].AsSpan(_offset);
        int read = Math.Min(rest.Length, buffer.Length);
        rest[..read].CopyTo(buffer);
        _offset += read;
        return read;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
