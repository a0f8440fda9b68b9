using System.Buffers;

namespace Bench.Y3;

/// <summary>An observed packet under way to its consumers.</summary>
internal sealed class Y3Match
{
    private readonly Y3Tag _tag;
    private readonly int _length;
    private readonly List<Y3ValueConsumer> _values = [];
    private readonly List<Y3PieceQueue> _pieces = [];
    private readonly Y3PacketBuffer? _packet;
    private int _passed;

    /// <param name="found">Stands at the packet.</param>
    public Y3Match(Y3Scanner found, IEnumerable<Y3Consumer> consumers, Y3Options options)
    {
        _tag = found.Tag;
        _length = found.Length;
        bool allowed = Y3PacketBuffer.Allows(_length, options);
        foreach (Y3Consumer consumer in consumers)
        {
            if (consumer.Id != _tag.Id)
                continue;
            if (consumer is Y3PieceQueue pieces)
                _pieces.Add(pieces);
            else if (allowed)
                _values.Add((Y3ValueConsumer)consumer);
            else
                consumer.End(new Y3FormatException(OperationStatus.InvalidData, found.Offset + 1));
        }
        if (_values.Count > 0)
            _packet = new Y3PacketBuffer(found, options);
    }

    /// <summary>Bytes that were not handed on yet.</summary>
    public int Missing => _length - _passed;

    /// <summary>Hands on what the consumers can have now.</summary>
    /// <param name="bytes">What follows in the stream: at most what is missing, perhaps nothing.</param>
    public async ValueTask AddAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        if (bytes.IsEmpty && Missing > 0)
            return;
        _packet?.Add(bytes.Span);
        foreach (Y3PieceQueue queue in _pieces)
            await queue.AcceptAsync(new Y3Piece(_tag, _length, _passed, bytes), ct);
        _passed += bytes.Length;
        if (_packet is null || Missing > 0)
            return;
        Y3Value value = _packet.Value;
        foreach (Y3ValueConsumer consumer in _values)
            await consumer.AcceptAsync(value, ct);
    }
}
