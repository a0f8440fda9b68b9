using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Bench.Y3;

/// <summary>
/// Writes packets one after the other, into a span that does not grow or into an <see cref="IBufferWriter{T}"/>. Allocates
/// nothing; what a node needs in between beyond the buffer writer's own room is rented.
/// </summary>
/// <example><code>
/// Y3Writer writer = new(buffer);
/// Y3Scope root = writer.Begin(Y3Tag.Node(0x01));
/// writer.WriteSingle(0x11, noise);
/// writer.End(root);
/// return writer.Finish();
/// </code></example>
/// <remarks>A length stands before what it measures: a node is given one byte for it and moved when it needs more.</remarks>
public ref struct Y3Writer
{
    private const int LargestHead = 1 + Y3Header.MaxLengthSize + sizeof(ulong);

    private readonly IBufferWriter<byte>? _output;
    private readonly bool _packedBySeven;
    private byte[]? _rented;
    private Span<byte> _buffer;
    private int _next;
    private int _depth;
    private long _flushed;
    private OperationStatus _status;

    /// <param name="destination">Room for the whole message; else the writer's status becomes DestinationTooSmall. What is behind <see cref="Written"/> may be overwritten.</param>
    public Y3Writer(Span<byte> destination, Y3Options? options = null)
    {
        _buffer = destination;
        _packedBySeven = options is { Integers: Y3Integers.PVarInt };
    }

    /// <param name="output">Gets whole packets of the outermost level, the last ones by <see cref="Finish"/>.</param>
    public Y3Writer(IBufferWriter<byte> output, Y3Options? options = null)
        : this(output.GetSpan(), options) => _output = output;

    /// <summary>Bytes written so far; open nodes still without what their lengths may need.</summary>
    public readonly long Written => _flushed + _next;

    /// <summary>Done, or DestinationTooSmall once a packet did not fit: nothing more is written then.</summary>
    public readonly OperationStatus Status => _status;

    /// <param name="id">0 to 63.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another id.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteInt64(int id, long value)
    {
        byte tag = Y3Tag.Primitive(id).Value;
        if (_packedBySeven)
        {
            WritePacked(tag, value);
            return;
        }
        int size = NVarInt.Size(value);
        WriteHead(tag, (ulong)value << (64 - (8 * size)), size);
    }

    /// <inheritdoc cref="WriteInt64"/>
    public void WriteInt32(int id, int value) => WriteInt64(id, value);

    /// <summary>The wire holds the signed number of the same bits: 4294967295 is FF.</summary>
    /// <inheritdoc cref="WriteInt64"/>
    public void WriteUInt32(int id, uint value) => WriteInt64(id, (int)value);

    /// <inheritdoc cref="WriteUInt32"/>
    public void WriteUInt64(int id, ulong value) => WriteInt64(id, (long)value);

    /// <inheritdoc cref="WriteInt64"/>
    public void WriteSingle(int id, float value) =>
        WriteHead(Y3Tag.Primitive(id).Value, (ulong)BitConverter.SingleToUInt32Bits(value) << 32, VarFloat.Size(value));

    /// <inheritdoc cref="WriteInt64"/>
    public void WriteDouble(int id, double value) =>
        WriteHead(Y3Tag.Primitive(id).Value, BitConverter.DoubleToUInt64Bits(value), VarFloat.Size(value));

    /// <inheritdoc cref="WriteInt64"/>
    public void WriteBool(int id, bool value) => WriteHead(Y3Tag.Primitive(id).Value, value ? 1UL << 56 : 0, 1);

    /// <inheritdoc cref="WriteInt64"/>
    public void WriteBytes(int id, scoped ReadOnlySpan<byte> value)
    {
        if (TryWriteHeader(Y3Tag.Primitive(id), value.Length))
        {
            value.CopyTo(_buffer[_next..]);
            _next += value.Length;
        }
    }

    /// <summary>UTF-8; half a surrogate pair becomes U+FFFD.</summary>
    /// <inheritdoc cref="WriteInt64"/>
    public void WriteString(int id, scoped ReadOnlySpan<char> value)
    {
        if (TryWriteHeader(Y3Tag.Primitive(id), Encoding.UTF8.GetByteCount(value)))
            _next += Encoding.UTF8.GetBytes(value, _buffer[_next..]);
    }

    /// <summary>Packets that were encoded before.</summary>
    public void WriteEncoded(scoped ReadOnlySpan<byte> packets)
    {
        if (Reserve(packets.Length))
        {
            packets.CopyTo(_buffer[_next..]);
            _next += packets.Length;
        }
    }

    /// <summary>Opens a node: what is written until <see cref="End"/> is inside it. Items of a slice have the id 0.</summary>
    /// <exception cref="ArgumentException">The tag is that of a primitive.</exception>
    public Y3Scope Begin(Y3Tag tag)
    {
        if (!tag.IsNode)
            throw new ArgumentException($"tag {tag} is that of a primitive", nameof(tag));
        bool fits = Reserve(2);
        Y3Scope scope = new(_next, ++_depth);
        if (fits)
        {
            _buffer[_next] = tag.Value;
            _next += 2;
        }
        return scope;
    }

    /// <exception cref="InvalidOperationException">A node inside this one is still open, or this one is not.</exception>
    public void End(Y3Scope scope)
    {
        if (scope.Depth != _depth)
            throw new InvalidOperationException($"node {scope.Depth} is closed while {_depth} are open");
        if (_status == OperationStatus.Done)
            WriteLength(scope.Start + 1);
        _depth--;
    }

    /// <summary>Hands on what is left to the buffer writer. Nothing may be written afterwards.</summary>
    /// <returns>As <see cref="Status"/>.</returns>
    /// <exception cref="InvalidOperationException">A node is still open.</exception>
    public OperationStatus Finish()
    {
        if (_depth > 0)
            throw new InvalidOperationException($"{_depth} nodes are still open");
        Flush();
        _buffer = default;
        return _status;
    }

    /// <param name="head">The value's bytes, the first of them most significant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void WriteHead(byte tag, ulong head, int size)
    {
        int at = _next;
        if (at > _buffer.Length - LargestHead)
        {
            WriteHeadAtEnd(tag, head, size);
            return;
        }
        Span<byte> room = _buffer.Slice(at, LargestHead);
        room[0] = tag;
        room[1] = (byte)size;
        BinaryPrimitives.WriteUInt64BigEndian(room[2..], head);   // what it writes behind the value is overwritten, or never handed on
        _next = at + 2 + size;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WriteHeadAtEnd(byte tag, ulong head, int size)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, head);
        if (!TryWriteHeader(new Y3Tag(tag), size))
            return;
        bytes[..size].CopyTo(_buffer[_next..]);
        _next += size;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WritePacked(byte tag, long value)
    {
        Span<byte> bytes = stackalloc byte[PVarInt.MaxSize];
        PVarInt.TryWrite(bytes, value, out int size);
        if (!TryWriteHeader(new Y3Tag(tag), size))
            return;
        bytes[..size].CopyTo(_buffer[_next..]);
        _next += size;
    }

    /// <summary>Of the open node whose one byte for it is at <paramref name="at"/>.</summary>
    private void WriteLength(int at)
    {
        int length = _next - at - 1;
        int more = Y3Header.LengthSize(length) - 1;
        if (!Reserve(more))
            return;
        if (more > 0)
        {
            _buffer.Slice(at + 1, length).CopyTo(_buffer[(at + 1 + more)..]);
            _next += more;
        }
        PVarInt.TryWrite(_buffer[at..], length, out _);
    }

    private bool TryWriteHeader(Y3Tag tag, int length)
    {
        if (!Reserve(1L + Y3Header.LengthSize(length) + length))
            return false;
        _buffer[_next++] = tag.Value;
        PVarInt.TryWrite(_buffer[_next..], length, out int written);
        _next += written;
        return true;
    }

    private bool Reserve(long size)
    {
        if (_status != OperationStatus.Done)
            return false;
        if (size <= _buffer.Length - _next)
            return true;
        if (_output is null || _next + size > Array.MaxLength)
        {
            _status = OperationStatus.DestinationTooSmall;
            _buffer = _buffer[.._next];   // a shorter packet would still fit
            return false;
        }
        if (_depth == 0)
        {
            Flush();
            _buffer = _output.GetSpan((int)size);
            return true;
        }
        Grow((int)(_next + size));
        return true;
    }

    private void Grow(int size)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Max(size, Math.Min(2L * _buffer.Length, Array.MaxLength)));
        _buffer[.._next].CopyTo(larger);
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented);
        _buffer = _rented = larger;
    }

    private void Flush()
    {
        if (_output is null)
            return;
        if (_rented is null)
        {
            _output.Advance(_next);
        }
        else
        {
            _output.Write(_buffer[.._next]);
            ArrayPool<byte>.Shared.Return(_rented);
            _rented = null;
        }
        _flushed += _next;
        _next = 0;
    }
}
