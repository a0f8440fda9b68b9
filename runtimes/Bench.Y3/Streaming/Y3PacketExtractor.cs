namespace Bench.Y3;

/// <summary>Takes whole packets.</summary>
/// <param name="keeps">Whether <paramref name="take"/> hands the packet on, which must be no part of a chunk then.</param>
internal sealed class Y3PacketExtractor<T>(int id, Y3Options options, Func<Y3Value, T> take, bool keeps) : Y3Extractor<T>(id, options)
{
    private Y3PacketBuffer? _split;

    protected override bool TryTake(ref ReadOnlyMemory<byte> chunk, out T item)
    {
        item = default!;
        if (_split is null)
        {
            ReadOnlyMemory<byte> before = chunk;
            if (!Find(ref chunk))
                return false;
            if (!Y3PacketBuffer.Allows(Scanner.Length, Options))
            {
                Scanner.RefuseLength();
                return false;
            }
            int headerSize = Scanner.Header.Length;
            int start = before.Length - chunk.Length - headerSize;   // negative if the header began in an earlier chunk
            if (start >= 0 && Scanner.Length <= chunk.Length)
            {
                Y3Value lent = new(Scanner.Offset, before.Slice(start, headerSize + Scanner.Length), headerSize, Scanner.Depth, Options);
                item = take(keeps ? lent.Copy() : lent);
                return true;
            }
            _split = new Y3PacketBuffer(Scanner, Options);
        }
        _split.Add(Pass(ref chunk, _split.Missing).Span);
        if (_split.Missing > 0)
            return false;
        item = take(_split.Value);
        _split = null;
        return true;
    }
}
