using System.Buffers;
using System.Runtime.CompilerServices;

namespace Bench.Y3;

/// <summary>
/// Goes through the packets of one level, forward only, without copying or allocating. A packet that is not looked at costs
/// its header: its value is skipped by its length.
/// </summary>
/// <example><code>
/// Y3Reader reader = new(message);
/// while (reader.Read())
///     if (reader.Tag == Y3Tag.Primitive(0x11))
///         return reader.GetSingle(out noise);
/// return reader.Status;
/// </code></example>
/// <remarks>Never throws on what it reads. Copying the reader copies its position.</remarks>
public ref partial struct Y3Reader
{
    private readonly ReadOnlySpan<byte> _source;
    private readonly Y3Options _options;
    private readonly int _base;
    private readonly int _depth;
    private readonly bool _packedBySeven;
    private int _packet;
    private int _value;
    private int _next;
    private OperationStatus _status;

    /// <param name="source">Whole packets, one after the other; a message as it came.</param>
    public Y3Reader(ReadOnlySpan<byte> source, Y3Options? options = null)
        : this(source, options ?? Y3Options.Default, 0, 0, OperationStatus.Done)
    {
    }

    internal Y3Reader(ReadOnlySpan<byte> source, Y3Options options, int start, int depth, OperationStatus status)
    {
        _source = source;
        _options = options;
        _packedBySeven = options.Integers == Y3Integers.PVarInt;
        _base = start;
        _depth = depth;
        _status = status;
    }

    /// <summary>Of the packet read last.</summary>
    public readonly Y3Tag Tag
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(_source[_packet]);
    }

    /// <summary>The packet's value, inside what the reader was given.</summary>
    public readonly ReadOnlySpan<byte> Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _source[_value.._next];
    }

    /// <summary>The packet read last with its header.</summary>
    public readonly ReadOnlySpan<byte> Packet => _source[_packet.._next];

    /// <summary>Where in the message the packet read last begins. After a fault, where that is.</summary>
    public readonly int Offset => _base + _packet;

    /// <summary>Where in the message the packet's value begins.</summary>
    public readonly int ValueOffset => _base + _value;

    /// <summary>0 for the outermost packets.</summary>
    public readonly int Depth => _depth;

    /// <summary>Where in the message the packets that were gone through end.</summary>
    public readonly int Position => _base + _next;

    /// <summary>
    /// Why <see cref="Read()"/> said false. Done: the level ended with a packet. NeedMoreData: the outermost packet goes on behind
    /// the source. InvalidData: a length that is negative, above the limit or reaches out of its node, or too many nodes in nodes.
    /// </summary>
    public readonly OperationStatus Status => _status;

    /// <summary>Goes on to the next packet of this level.</summary>
    /// <returns>False when there is none; <see cref="Status"/> says why.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Read()
    {
        int packet = _next;
        if ((uint)(packet + 1) < (uint)_source.Length)
        {
            int length = _source[packet + 1];
            int value = packet + 2;
            if (length < Y3Header.OneByteLengths && length <= _source.Length - value)
            {
                _packet = packet;
                _value = value;
                _next = value + length;
                return true;
            }
        }
        // The fields travel as values: a call that takes 'this' would keep them out of registers in the loop above.
        _status = ReadLong(_source, packet, _options, _depth, _status, out int start, out int end);
        bool done = end > packet;
        _packet = done ? packet : start;
        _value = start;
        _next = done ? end : packet;
        return done;
    }

    /// <summary>Goes on to the next packet if that has this tag: what a reader of messages with a usual order asks first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Read(Y3Tag tag) => (uint)_next < (uint)_source.Length && _source[_next] == tag.Value && Read();

    /// <summary>The packets inside the packet read last, which must be a node.</summary>
    /// <returns>A reader that finds nothing and says InvalidData where nodes are too deep.</returns>
    /// <exception cref="InvalidOperationException">The packet is no node.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Y3Reader Enter()
    {
        if (!Tag.IsNode)
            ThrowNoNode(Tag, Offset);
        return _depth < _options.MaxDepth
            ? new Y3Reader(Value, _options, _base + _value, _depth + 1, OperationStatus.Done)
            : new Y3Reader([], _options, _base + _packet, _depth + 1, OperationStatus.InvalidData);
    }

    private static void ThrowNoNode(Y3Tag tag, int offset) => throw new InvalidOperationException($"packet {tag} at offset {offset} is no node");

    /// <param name="start">Of the value; of the fault where there is one.</param>
    /// <param name="end">Of the packet, or <paramref name="packet"/> where none was read.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static OperationStatus ReadLong(
        ReadOnlySpan<byte> source, int packet, Y3Options options, int depth, OperationStatus before, out int start, out int end)
    {
        start = end = packet;
        if (before != OperationStatus.Done || packet == source.Length)
            return before;
        OperationStatus missing = depth == 0 ? OperationStatus.NeedMoreData : OperationStatus.InvalidData;
        OperationStatus status = Y3Header.TryRead(source[packet..], out Y3Header header);
        if (status == OperationStatus.NeedMoreData)
            return missing;
        if (status != OperationStatus.Done || header.Length > options.MaxLength)
        {
            start = packet + 1;
            return OperationStatus.InvalidData;
        }
        if (header.Length > source.Length - packet - header.Size)
        {
            start = depth == 0 ? packet : packet + 1;
            return missing;
        }
        start = packet + header.Size;
        end = start + header.Length;
        return OperationStatus.Done;
    }
}
