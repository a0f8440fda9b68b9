using System.Buffers.Binary;

namespace Bench.Backends.Docker;

/// <summary>Takes an attached container's bytes apart: frames of one stream each, behind an eight-byte header (stream, three zeros, length, most significant byte first).</summary>
/// <remarks>Holds no more than one header, whatever length a frame claims. Source: the engine's API reference, "Attach to a container", stream format.</remarks>
public sealed class StreamDemultiplexer
{
    private const int HeaderBytes = 8;

    private readonly Sink _stdout;
    private readonly Sink _stderr;
    private readonly FrameHeader _header = new(HeaderBytes);
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
                if (_header.Take(ref bytes))
                    Begin(_header.Bytes);
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
        if (_left > 0 || _header.HasBegun)
            throw new DockerException($"the container's output broke off {(_left > 0 ? $"{_left} bytes before the end of" : "in the header of")} a frame");
    }

    private void Begin(ReadOnlySpan<byte> header)
    {
        if (header[0] is not (1 or 2) || header[1] != 0 || header[2] != 0 || header[3] != 0)
            throw new DockerException($"the container's output is not in frames: {Convert.ToHexString(header)} is no frame's header");
        _current = header[0] == 1 ? _stdout : _stderr;
        _left = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
    }
}
