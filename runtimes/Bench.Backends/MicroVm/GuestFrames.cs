using System.Buffers.Binary;
using Bench.Core;

namespace Bench.Backends.MicroVm;

/// <summary>Takes apart what the guest's first process sends through its serial port (runtimes/microvm/init.c).</summary>
internal sealed class GuestFrames(GuestFrames.Sink stdout, GuestFrames.Sink stderr)
{
    private const int HeaderBytes = 4;
    private const int LargestFrame = 4096;

    private readonly byte[] _header = new byte[HeaderBytes];
    private int _headerLength, _left;

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
            bytes = _left > 0 ? TakePart(bytes) : TakeHeader(bytes);
    }

    private ReadOnlySpan<byte> TakeHeader(ReadOnlySpan<byte> bytes)
    {
        int taken = Math.Min(HeaderBytes - _headerLength, bytes.Length);
        bytes[..taken].CopyTo(_header.AsSpan(_headerLength));
        _headerLength += taken;
        if (_headerLength < HeaderBytes)
            return [];
        _left = BinaryPrimitives.ReadUInt16BigEndian(_header.AsSpan(2));
        bool known = (Kind)_header[0] switch
        {
            Kind.Output or Kind.Error => _left is > 0 and <= LargestFrame,
            Kind.Exit or Kind.Signal => _left == 1,
            _ => false,
        };
        if (!known || _header[1] != 0 || Exit is not null)
            throw new InvalidDataException($"the guest's serial port does not send frames: {Convert.ToHexString(_header)} is no frame's header{(Exit is null ? "" : " after the program's end")}");
        _headerLength = 0;
        return bytes[taken..];
    }

    private ReadOnlySpan<byte> TakePart(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> part = bytes[..Math.Min(_left, bytes.Length)];
        switch ((Kind)_header[0])
        {
            case Kind.Output:
                stdout(part);
                break;
            case Kind.Error:
                stderr(part);
                break;
            default:
                Exit = (Kind)_header[0] == Kind.Exit ? new ExitStatus.Exited(part[0]) : new ExitStatus.Signalled(part[0]);
                break;
        }
        _left -= part.Length;
        return bytes[part.Length..];
    }
}
