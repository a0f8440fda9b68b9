using System.Buffers;
using System.Runtime.CompilerServices;

namespace Bench.Y3;

/// <summary>
/// Finds observed packets in a stream that comes in chunks, cut anywhere. Only what is inside root packets (tag 81) counts,
/// at any depth; of each id the first packet in a root. All other values are passed by their length, never held: a value of
/// 2 GB that nobody observes costs its header.
/// </summary>
/// <example><code>
/// ReadOnlySpan&lt;byte&gt; rest = chunk;
/// while (scanner.Read(ref rest))
///     Observe(scanner.Tag, scanner.Length, rest);   // the value's bytes are next, as far as the chunk has them
/// </code></example>
/// <remarks>
/// Never throws on what it reads. <see cref="Y3Options.MaxLength"/> is for those who hold values, so it is not looked at here.
/// Source of the rules: yomorun/y3-codec-golang, observable.go, which looks for bytes; this looks for packets.
/// </remarks>
public sealed class Y3Scanner
{
    private readonly int _maxDepth;
    private readonly byte[] _header = new byte[Y3Header.MaxSize];
    private long[] _ends = new long[8];
    private int _depth;
    private long _end = long.MaxValue;
    private ulong _missing;
    private long _position;
    private long _unseen;
    private int _held;
    private int _headerSize;
    private long _outermost;

    /// <param name="ids">0 to 63 each. The id 1 is that of a packet inside a root.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another id.</exception>
    public Y3Scanner(ReadOnlySpan<int> ids, Y3Options? options = null)
    {
        _maxDepth = (options ?? Y3Options.Default).MaxDepth;
        foreach (int id in ids)
            Observed |= Bit(Y3Tag.Primitive(id).Id);
    }

    /// <summary>Done, until the bytes cannot be packets, or nodes are too deep to enter: InvalidData then, and nothing more is read.</summary>
    public OperationStatus Status { get; private set; }

    /// <summary>Of the packet found last; until the next <c>Read</c>, like all that is said about it.</summary>
    public Y3Tag Tag => new(_header[0]);

    /// <summary>Bytes of the value of the packet found last.</summary>
    public int Length { get; private set; }

    /// <summary>Nodes around the packet found last, the root included.</summary>
    public int Depth { get; private set; }

    /// <summary>Where in the stream the packet found last begins. After a fault, where that is.</summary>
    public long Offset { get; private set; }

    /// <summary>Tag and length of the packet found last, as they came.</summary>
    public ReadOnlySpan<byte> Header => _header.AsSpan(0, _headerSize);

    /// <summary>Bytes of the stream that were passed.</summary>
    public long Position => _position;

    /// <summary>The ids that are looked for, a bit each. A change counts from the next root on.</summary>
    internal ulong Observed { private get; set; }

    /// <param name="id">Or a tag: what is above the id does not count.</param>
    internal static ulong Bit(int id) => 1UL << id;

    /// <summary>Goes on to the next observed packet. Its value is what follows: the next call wants it back and passes it.</summary>
    /// <param name="source">What follows in the stream; on return, what was not passed: nothing, unless a packet was found or the bytes are invalid.</param>
    /// <returns>False when there is none in <paramref name="source"/>; <see cref="Status"/> says if there can be one later.</returns>
    public bool Read(ref ReadOnlySpan<byte> source)
    {
        bool found = false;
        while (!found && Pass(ref source) && TryReadHeader(ref source, out Y3Header header))
            found = Take(header);
        return found;
    }

    /// <inheritdoc cref="Read(ref ReadOnlySpan{byte})"/>
    public bool Read(ref ReadOnlySequence<byte> source)
    {
        bool found = false;
        long before = _position;
        foreach (ReadOnlyMemory<byte> segment in source)
        {
            ReadOnlySpan<byte> rest = segment.Span;
            found = Read(ref rest);
            if (found || Status != OperationStatus.Done)
                break;
        }
        source = source.Slice(_position - before);
        return found;
    }

    /// <summary>Says that the stream ends here.</summary>
    /// <returns>NeedMoreData if that is inside a packet; <see cref="Offset"/> is where the outermost one around it begins, as a reader of the whole would say.</returns>
    public OperationStatus End()
    {
        bool between = _held == 0 && _unseen == 0 && (_depth == 0 || _position == _ends[0]);
        if (Status == OperationStatus.Done && !between)
            Fault(OperationStatus.NeedMoreData, _outermost);
        return Status;
    }

    /// <summary>Ends the scan at the packet found last, whose value is more than its observer may hold.</summary>
    internal void RefuseLength() => Fault(OperationStatus.InvalidData, Offset + 1);

    /// <summary>Passes what is not looked at.</summary>
    /// <returns>Whether a header follows.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Pass(ref ReadOnlySpan<byte> source)
    {
        if (_unseen > 0)
        {
            int passed = (int)Math.Min(_unseen, source.Length);
            _unseen -= passed;
            _position += passed;
            source = source[passed..];
        }
        if (_depth > 0 && _held == 0)
            PassPrimitives(ref source);
        return !source.IsEmpty && Status == OperationStatus.Done;
    }

    /// <summary>Passes values that nobody observes, as long as chunk and node have them whole and lengths take one byte: a loop without state.</summary>
    private void PassPrimitives(ref ReadOnlySpan<byte> source)
    {
        ReadOnlySpan<byte> inside = source[..(int)Math.Min(source.Length, _end - _position)];
        ulong missing = _missing;
        int at = 0;
        while (at + 1 < inside.Length)
        {
            byte tag = inside[at];
            int length = inside[at + 1];
            int next = at + 2 + length;
            if (tag >= Y3Tag.NodeBit || (missing & Bit(tag)) != 0 || length >= Y3Header.OneByteLengths || next > inside.Length)
                break;
            at = next;
        }
        Advance(ref source, at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadHeader(ref ReadOnlySpan<byte> source, out Y3Header header)
    {
        while (_position == _end)
            _end = --_depth == 0 ? long.MaxValue : _ends[_depth - 1];
        if (_held == 0 && source.Length >= 2)
        {
            int length = source[1];
            if (length < Y3Header.OneByteLengths && length + 2 <= _end - _position)
            {
                header = new Y3Header(new Y3Tag(source[0]), 2, length);
                _header[0] = source[0];
                _header[1] = source[1];
                Offset = _position;
                _position += 2;
                source = source[2..];
                return true;
            }
        }
        return TryReadLongHeader(ref source, out header);
    }

    /// <summary>A header with a longer length, one that is cut, or one with a fault.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryReadLongHeader(ref ReadOnlySpan<byte> source, out Y3Header header)
    {
        long packet = _position - _held;
        int room = (int)Math.Min(Y3Header.MaxSize, _end - packet);
        int held = Math.Min(room, _held + source.Length);
        source[..(held - _held)].CopyTo(_header.AsSpan(_held));
        OperationStatus status = Y3Header.TryRead(_header.AsSpan(0, held), out header);
        if (status == OperationStatus.NeedMoreData)
        {
            if (held == room)
                return Fault(OperationStatus.InvalidData, packet);   // the node ends in the middle of it
            Advance(ref source, held - _held);
            _held = held;
            if (_depth == 0)
                _outermost = packet;
            return false;
        }
        if (status != OperationStatus.Done || header.Length > _end - packet - header.Size)
            return Fault(OperationStatus.InvalidData, packet + 1);
        Offset = packet;
        Advance(ref source, header.Size - _held);
        _held = 0;
        return true;
    }

    /// <summary>Decides about the packet whose header was read: enter it, or pass its value.</summary>
    /// <returns>Whether it is an observed one.</returns>
    private bool Take(Y3Header header)
    {
        if (_depth == 0)
        {
            _outermost = Offset;
            _missing = Observed;
            if (header.Tag == Y3Tag.Node(Y3Message.RootId) && _missing != 0)
                Enter(header.Length);
            else
                _unseen = header.Length;
            return false;
        }
        ulong bit = Bit(header.Tag.Id);
        bool found = (_missing & bit) != 0;
        if (found)
        {
            _missing &= ~bit;
            Length = header.Length;
            Depth = _depth;
            _headerSize = header.Size;
        }
        if (_missing == 0)
        {
            _unseen = _ends[0] - _position;
            _depth = 0;
            _end = long.MaxValue;
        }
        else if (header.Tag.IsNode)
        {
            Enter(header.Length);
        }
        else
        {
            _unseen = header.Length;
        }
        return found;
    }

    private void Enter(int length)
    {
        if (_depth >= _maxDepth)
        {
            Fault(OperationStatus.InvalidData, Offset);
            return;
        }
        if (_depth == _ends.Length)
            Array.Resize(ref _ends, 2 * _depth);
        _end = _ends[_depth++] = _position + length;
    }

    private void Advance(ref ReadOnlySpan<byte> source, int count)
    {
        source = source[count..];
        _position += count;
    }

    private bool Fault(OperationStatus status, long offset)
    {
        Status = status;
        Offset = offset;
        return false;
    }
}
