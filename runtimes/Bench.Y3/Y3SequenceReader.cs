using System.Buffers;
using System.Runtime.CompilerServices;

namespace Bench.Y3;

/// <summary>
/// <see cref="Y3Reader"/> over a message in pieces, which may be cut anywhere: in a header, in a number. Nothing is copied but
/// the few bytes of a number across a cut, and a string across one.
/// </summary>
/// <remarks>Never throws on what it reads. Copying the reader copies its position.</remarks>
public ref partial struct Y3SequenceReader
{
    private readonly ReadOnlySequence<byte> _source;
    private readonly Y3Options _options;
    private readonly long _base;
    private readonly int _depth;
    private readonly bool _packedBySeven;
    private ReadOnlySpan<byte> _segment;
    private SequencePosition _here;
    private SequencePosition _following;
    private long _segmentStart;
    private long _packet;
    private long _value;
    private long _next;
    private Y3Tag _tag;
    private OperationStatus _status;

    /// <param name="source">Whole packets, one after the other; a message as it came.</param>
    public Y3SequenceReader(ReadOnlySequence<byte> source, Y3Options? options = null)
        : this(source, options ?? Y3Options.Default, 0, 0, OperationStatus.Done)
    {
    }

    private Y3SequenceReader(ReadOnlySequence<byte> source, Y3Options options, long start, int depth, OperationStatus status)
    {
        _source = source;
        _options = options;
        _packedBySeven = options.Integers == Y3Integers.PVarInt;
        _base = start;
        _depth = depth;
        _status = status;
        _here = _following = source.Start;
        if (source.TryGet(ref _following, out ReadOnlyMemory<byte> first))
            _segment = first.Span;
    }

    /// <inheritdoc cref="Y3Reader.Tag"/>
    public readonly Y3Tag Tag => _tag;

    /// <summary>The packet's value, inside what the reader was given.</summary>
    public readonly ReadOnlySequence<byte> Value => Slice(_value, _next - _value);

    /// <inheritdoc cref="Y3Reader.Packet"/>
    public readonly ReadOnlySequence<byte> Packet => Slice(_packet, _next - _packet);

    /// <inheritdoc cref="Y3Reader.Offset"/>
    public readonly long Offset => _base + _packet;

    /// <inheritdoc cref="Y3Reader.ValueOffset"/>
    public readonly long ValueOffset => _base + _value;

    /// <inheritdoc cref="Y3Reader.Depth"/>
    public readonly int Depth => _depth;

    /// <inheritdoc cref="Y3Reader.Position"/>
    public readonly long Position => _base + _next;

    /// <inheritdoc cref="Y3Reader.Status"/>
    public readonly OperationStatus Status => _status;

    /// <inheritdoc cref="Y3Reader.Read()"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Read()
    {
        int at = (int)(_next - _segmentStart);
        if ((uint)(at + 1) < (uint)_segment.Length)
        {
            int length = _segment[at + 1];
            if (length < Y3Header.OneByteLengths && length <= _segment.Length - at - 2)
            {
                _tag = new Y3Tag(_segment[at]);
                _packet = _next;
                _value = _next + 2;
                _next = _value + length;
                return true;
            }
        }
        return ReadAcross();
    }

    /// <inheritdoc cref="Y3Reader.Enter"/>
    public readonly Y3SequenceReader Enter()
    {
        if (!_tag.IsNode)
            throw new InvalidOperationException($"packet {_tag} at offset {Offset} is no node");
        return _depth < _options.MaxDepth
            ? new Y3SequenceReader(Value, _options, _base + _value, _depth + 1, OperationStatus.Done)
            : new Y3SequenceReader(default, _options, _base + _packet, _depth + 1, OperationStatus.InvalidData);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool ReadAcross()
    {
        if (_status != OperationStatus.Done || _next == _source.Length)
            return false;
        GoTo(_next);
        Span<byte> bytes = stackalloc byte[Y3Header.MaxSize];
        OperationStatus missing = _depth == 0 ? OperationStatus.NeedMoreData : OperationStatus.InvalidData;
        OperationStatus status = Y3Header.TryRead(Gather(_next, bytes), out Y3Header header);
        if (status == OperationStatus.NeedMoreData)
            return Fault(missing, _next);
        if (status != OperationStatus.Done || header.Length > _options.MaxLength)
            return Fault(OperationStatus.InvalidData, _next + 1);
        if (header.Length > _source.Length - _next - header.Size)
            return Fault(missing, _depth == 0 ? _next : _next + 1);
        _tag = header.Tag;
        _packet = _next;
        _value = _next + header.Size;
        _next = _value + header.Length;
        return true;
    }

    private bool Fault(OperationStatus status, long offset)
    {
        _status = status;
        _packet = _value = offset;
        return false;
    }

    /// <summary>Goes forward to the segment that holds the byte at <paramref name="offset"/>, which is before the source's end.</summary>
    private void GoTo(long offset)
    {
        while (offset - _segmentStart >= _segment.Length)
        {
            long end = _segmentStart + _segment.Length;
            SequencePosition here = _following;
            if (!_source.TryGet(ref _following, out ReadOnlyMemory<byte> segment))
                return;
            _here = here;
            _segmentStart = end;
            _segment = segment.Span;
        }
    }

    /// <summary>The bytes from <paramref name="offset"/> on, as many as there are up to the length of <paramref name="room"/>; without copying where one segment has them.</summary>
    private readonly ReadOnlySpan<byte> Gather(long offset, Span<byte> room)
    {
        long wanted = Math.Min(room.Length, _source.Length - offset);
        if (offset >= _segmentStart && offset - _segmentStart <= _segment.Length - wanted)
            return _segment.Slice((int)(offset - _segmentStart), (int)wanted);
        Slice(offset, wanted).CopyTo(room);
        return room[..(int)wanted];
    }

    /// <summary>From the segment that is at hand on, since looking for it from the source's begin would make the time square in the number of segments.</summary>
    /// <param name="offset">Not before that segment.</param>
    private readonly ReadOnlySequence<byte> Slice(long offset, long length) =>
        _source.Slice(_source.GetPosition(offset - _segmentStart, _here), length);
}
