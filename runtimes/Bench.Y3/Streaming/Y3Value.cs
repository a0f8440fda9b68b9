using System.Buffers;

namespace Bench.Y3;

/// <summary>An observed packet with its whole value, in memory of its own.</summary>
public readonly struct Y3Value
{
    private readonly Y3Options _options;
    private readonly int _headerSize;
    private readonly int _depth;

    internal Y3Value(long offset, ReadOnlyMemory<byte> packet, int headerSize, int depth, Y3Options options)
    {
        Offset = offset;
        Packet = packet;
        _headerSize = headerSize;
        _depth = depth;
        _options = options;
    }

    public Y3Tag Tag => new(Packet.Span[0]);

    /// <summary>Where in the stream the packet begins.</summary>
    public long Offset { get; }

    /// <summary>Tag, length and value, as they came: what a subscriber of y3-codec-golang is given.</summary>
    public ReadOnlyMemory<byte> Packet { get; }

    /// <summary>What is behind tag and length; of a node, its packets.</summary>
    public ReadOnlyMemory<byte> Bytes => Packet[_headerSize..];

    /// <summary>A reader that has read this packet: <c>value.Open().GetInt32(out int number)</c>. Its offsets count from <see cref="Offset"/>.</summary>
    public Y3Reader Open()
    {
        Y3Reader reader = new(Packet.Span, _options, 0, _depth, OperationStatus.Done);
        reader.Read();
        return reader;
    }

    internal Y3Value Copy() => new(Offset, Packet.ToArray(), _headerSize, _depth, _options);

    /// <exception cref="Y3FormatException">The decoder says so.</exception>
    internal T Decode<T>(Y3Decoder<T> decode)
    {
        OperationStatus status = decode(Open(), out T value);
        return status == OperationStatus.Done ? value : throw new Y3FormatException(status, Offset);
    }

    /// <exception cref="Y3FormatException">The packet is no node, or its content is wrong.</exception>
    internal T Decode<T>()
        where T : IY3Record<T>
    {
        Y3Reader packet = Open();
        if (!packet.Tag.IsNode)
            throw new Y3FormatException(OperationStatus.InvalidData, Offset);
        OperationStatus status = T.Read(packet.Enter(), out T? value, out int offset);
        return status == OperationStatus.Done ? value! : throw new Y3FormatException(status, Offset + offset);
    }
}
