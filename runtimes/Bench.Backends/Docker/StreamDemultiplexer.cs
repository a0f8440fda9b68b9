using System.Buffers.Binary;

namespace Bench.Backends.Docker;

/// <summary>Takes an attached container's bytes apart: frames of one stream each, behind an eight-byte header (stream, three zeros, length, most significant byte first).</summary>
/// <remarks>Holds no more than one header, whatever length a frame claims. Source: the engine's API reference, "Attach to a container", stream format.</remarks>
public sealed class StreamDemultiplexer
{
    private const int HeaderBytes = 8;

    private readonly Sink _stdout;
    private readonly Sink _stderr;
    private readonly byte[] _header = new byte[HeaderBytes];
    private int _headerLength;
    private uint _left;
    private Sink _current;

    public StreamDemultiplexer(Sink stdout, Sink stderr)
    {
        _stdout = stdout;
        _stderr = stderr;
        _current = stdout;
    }

    public delegate void Sink(ReadOnlySpan<byte> bytes);

    /// <exception cref="DockerException">These bytes are no frame; the stream cannot be read on.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_left == 0)
            {
                bytes = TakeHeader(bytes);
                continue;
            }
            int length = (int)Math.Min(_left, (uint)bytes.Length);
            _current(bytes[..length]);
            _left -= (uint)length;
            bytes = bytes[length..];
        }
    }

    /// <exception cref="DockerException">The stream ended inside a frame.</exception>
    public void Finish()
    {
        if (_left > 0 || _headerLength > 0)
            throw new DockerException($"the container's output broke off {(_left > 0 ? $"{_left} bytes before the end of" : "in the header of")} a frame");
    }

    private ReadOnlySpan<byte> TakeHeader(ReadOnlySpan<byte> bytes)
    {
        int taken = Math.Min(HeaderBytes - _headerLength, bytes.Length);
        bytes[..taken].CopyTo(_header.AsSpan(_headerLength));
        _headerLength += taken;
        if (_headerLength < HeaderBytes)
            return [];
        if (_header[0] is not (1 or 2) || _header[1] != 0 || _header[2] != 0 || _header[3] != 0)
            throw new DockerException($"the container's output is not in frames: {Convert.ToHexString(_header)} is no frame's header");
        _current = _header[0] == 1 ? _stdout : _stderr;
        _left = BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(4));
        _headerLength = 0;
        return bytes[taken..];
    }
}
