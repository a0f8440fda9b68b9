using System.Buffers.Binary;
using Bench.Core;

namespace Bench.Backends.MicroVm;

/// <summary>Takes apart what the guest's first process sends through its serial port (runtimes/microvm/init.c).</summary>
internal sealed class GuestFrames(GuestFrames.Sink stdout, GuestFrames.Sink stderr)
{
    private const int HeaderBytes = 4;
    private const int LargestFrame = 4096;

    private readonly FrameHeader _header = new(HeaderBytes);
    private int _left;

    internal delegate void Sink(ReadOnlySpan<byte> bytes);

    private enum Kind : byte
    {
        Output = 1,
        Error,
        Exit,
        Signal,
    }

    /// <summary>How the program ended; null until the guest has said so.</summary>
    internal ExitStatus? Exit { get; private set; }

    /// <exception cref="InvalidDataException">These bytes are no frame; the stream cannot be read on.</exception>
    internal void Append(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_left > 0)
                bytes = TakePart(bytes);
            else if (_header.Take(ref bytes))
                Begin(_header.Bytes);
        }
    }

    private void Begin(ReadOnlySpan<byte> header)
    {
        _left = BinaryPrimitives.ReadUInt16BigEndian(header[2..]);
        bool known = (Kind)header[0] switch
        {
            Kind.Output or Kind.Error => _left is > 0 and <= LargestFrame,
            Kind.Exit or Kind.Signal => _left == 1,
            _ => false,
        };
        if (!known || header[1] != 0 || Exit is not null)
            throw new InvalidDataException($"the guest's serial port does not send frames: {Convert.ToHexString(header)} is no frame's header{(Exit is null ? "" : " after the program's end")}");
    }

    private ReadOnlySpan<byte> TakePart(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> part = bytes[..Math.Min(_left, bytes.Length)];
        switch ((Kind)_header.Bytes[0])
        {
            case Kind.Output:
                stdout(part);
                break;
            case Kind.Error:
                stderr(part);
                break;
            default:
                Exit = (Kind)_header.Bytes[0] == Kind.Exit ? new ExitStatus.Exited(part[0]) : new ExitStatus.Signalled(part[0]);
                break;
        }
        _left -= part.Length;
        return bytes[part.Length..];
    }
}
