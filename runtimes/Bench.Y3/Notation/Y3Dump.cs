using System.Buffers;

namespace Bench.Y3;

/// <summary>
/// Shows messages as a tree, a line for each packet, whatever is in them: for looking at bytes that came from somewhere.
/// Goes through the input once and holds of it no more than what a line shows, so a message may have any size.
/// </summary>
/// <remarks>Unlike a reader it goes into a node before all of it is there: a message that ends too early is shown up to its end.</remarks>
public sealed class Y3Dump
{
    private const int MostNumberBytes = PVarInt.MaxSize;

    private readonly Y3DumpInput _input;
    private readonly Y3DumpLines _lines;
    private readonly Y3DumpOptions _options;
    private readonly byte[] _shown;

    /// <summary>Where the nodes that are open end; the innermost last.</summary>
    private readonly Stack<long> _ends = new();

    private Y3Dump(Stream input, TextWriter output, Y3DumpOptions options)
    {
        _input = new Y3DumpInput(input);
        _lines = new Y3DumpLines(output, options);
        _options = options;
        _shown = new byte[Math.Max(options.MaxBytes, MostNumberBytes)];
    }

    /// <param name="input">Messages, one after the other.</param>
    /// <returns>Null if all of it are whole packets; the fault is the last line of the output too.</returns>
    /// <exception cref="IOException">The input cannot be read, or the output not be written.</exception>
    public static Y3DumpFault? Write(Stream input, TextWriter output, Y3DumpOptions options)
    {
        Y3Dump dump = new(input, output, options);
        dump._lines.WriteHeadings();
        Y3DumpFault? fault;
        do
            fault = dump.WritePacket();
        while (fault is null && !dump._input.AtEnd);
        fault ??= dump.Unfinished();
        if (fault is not null)
            dump._lines.WriteFault(fault, dump._ends.Count);
        return fault;
    }

    private Y3DumpFault? WritePacket()
    {
        while (_ends.TryPeek(out long closed) && closed == _input.Offset)
            _ends.Pop();
        if (_input.AtEnd)
            return null;
        long packet = _input.Offset;
        if (ReadHeader(packet, out Y3Header header) is Y3DumpFault fault)
            return fault;
        long end = _input.Offset + header.Length;
        if (_ends.TryPeek(out long enclosing) && end > enclosing)
            return new Y3DumpFault(packet + 1, $"a length of {header.Length}, where the node around it has room for {enclosing - _input.Offset}");
        if (header.Tag.IsNode)
        {
            if (_ends.Count == _options.MaxDepth)
                return new Y3DumpFault(packet, $"a node inside {_options.MaxDepth} others, which is deeper than readers go");
            _lines.WriteNode(packet, _ends.Count, header);
            _ends.Push(end);
            return null;
        }
        int wanted = Math.Min(header.Length, _shown.Length);
        ReadOnlySpan<byte> value = _shown.AsSpan(0, _input.Read(_shown.AsSpan(0, wanted)));
        bool whole = value.Length == wanted && _input.Skip(header.Length - wanted);
        _lines.WritePrimitive(packet, _ends.Count, header, value);
        return whole ? null : CutShort(_ends.Count > 0 ? _ends.Last() : end);
    }

    /// <summary>Byte by byte, since a node may end inside.</summary>
    private Y3DumpFault? ReadHeader(long packet, out Y3Header header)
    {
        Span<byte> bytes = stackalloc byte[Y3Header.MaxSize];
        int count = 0;
        OperationStatus status;
        do
        {
            if (_ends.TryPeek(out long enclosing) && enclosing == _input.Offset)
            {
                header = default;
                return new Y3DumpFault(packet, "the node around it ends inside this packet's tag and length");
            }
            if (_input.Read(bytes.Slice(count, 1)) == 0)
            {
                header = default;
                return _ends.Count > 0 ? CutShort(_ends.Last()) : new Y3DumpFault(_input.Offset, $"the input ends inside the tag and length of the packet that begins at {_options.Offset(packet)}");
            }
            count++;
            status = Y3Header.TryRead(bytes[..count], out header);
        }
        while (status == OperationStatus.NeedMoreData);
        return status == OperationStatus.Done ? null : new Y3DumpFault(packet + 1, (bytes[1] & 0x40) != 0 ? "the length is negative" : "the length does not fit in 32 bits");
    }

    /// <summary>The input ended with a packet, but not with the nodes around it.</summary>
    private Y3DumpFault? Unfinished()
    {
        while (_ends.TryPeek(out long end) && end == _input.Offset)
            _ends.Pop();
        return _ends.Count > 0 ? CutShort(_ends.Last()) : null;
    }

    /// <param name="end">Of the outermost packet.</param>
    private Y3DumpFault CutShort(long end) => new(_input.Offset, $"the input ends here, the message would at {_options.Offset(end)}");
}
