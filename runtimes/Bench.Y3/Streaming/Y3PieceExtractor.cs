namespace Bench.Y3;

/// <summary>Takes the parts of values as the chunks have them.</summary>
internal sealed class Y3PieceExtractor(int id, Y3Options options) : Y3Extractor<Y3Piece>(id, options)
{
    private int _passed;
    private bool _inside;

    protected override bool TryTake(ref ReadOnlyMemory<byte> chunk, out Y3Piece piece)
    {
        piece = default;
        if (!_inside)
        {
            if (!Find(ref chunk))
                return false;
            _inside = true;
            _passed = 0;
        }
        int length = Scanner.Length;
        if (chunk.IsEmpty && length > 0)
            return false;
        ReadOnlyMemory<byte> part = Pass(ref chunk, length - _passed);
        piece = new Y3Piece(Scanner.Tag, length, _passed, part);
        _passed += part.Length;
        _inside = !piece.IsLast;
        return true;
    }
}
