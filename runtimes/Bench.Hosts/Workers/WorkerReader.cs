using System.Buffers.Binary;
using System.Text;
using Bench.Streaming;

namespace Bench.Hosts;

/// <summary>Takes apart what a worker writes: workloads/functions/README.md describes the frames. Believes no length before it has looked at it.</summary>
/// <param name="logs">Whether the engine may write its own log lines between the frames.</param>
internal sealed class WorkerReader(int mostReplyBytes, bool logs)
{
    internal const int HeaderBytes = 8;
    internal const uint Done = 0xFFFF_FFFF;
    internal const uint Observed = 0xFFFF_FFFE;
    internal const uint HighestTag = 0x3F;

    private const int TimesBytes = 16;
    private const int MostTags = 64;
    private const int MostLogBytes = 1 << 16;
    private const int LeastRoom = 4096;

    private byte[] _buffer = new byte[1 << 16];
    private int _begin, _end;
    private FunctionCall? _call;

    /// <summary>Log lines of the engine so far, without those before the first frame.</summary>
    internal StringBuilder Log { get; } = new();

    internal byte[] ObservedTags { get; private set; } = [];

    internal bool Started { get; private set; }

    /// <summary>The worker's clock, in nanoseconds, when the function's own code began and ended for the last message.</summary>
    internal (ulong Entered, ulong Left) Times { get; private set; }

    /// <param name="call">Takes the replies of the next message.</param>
    internal void Begin(FunctionCall call) => _call = call;

    /// <summary>Room to read into; what was read is handed over by <see cref="Advance"/>.</summary>
    internal Span<byte> Room()
    {
        if (_begin == _end)
            _begin = _end = 0;
        if (_buffer.Length - _end >= LeastRoom)
            return _buffer.AsSpan(_end);
        _buffer.AsSpan(_begin, _end - _begin).CopyTo(_buffer);
        (_begin, _end) = (0, _end - _begin);
        if (_buffer.Length - _end < LeastRoom)
            Array.Resize(ref _buffer, _buffer.Length * 2);   // a frame is no larger than what was checked when its header came
        return _buffer.AsSpan(_end);
    }

    /// <returns>Whether the frame came that is waited for: the first one with the tags, or the one that ends the answer to a message.</returns>
    /// <exception cref="FunctionFaultException">What came is no frame, or too large.</exception>
    internal bool Advance(int count)
    {
        _end += count;
        while (true)
        {
            if (logs && TakeLog())
                return false;
            ReadOnlySpan<byte> bytes = _buffer.AsSpan(_begin, _end - _begin);
            if (bytes.Length < HeaderBytes)
                return false;
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(bytes), tag = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            Check(tag, length);
            if (bytes.Length < HeaderBytes + (int)length)
                return false;
            _begin += HeaderBytes + (int)length;
            if (Take(tag, bytes.Slice(HeaderBytes, (int)length)))
                return _begin == _end || logs ? true : throw Bad($"it wrote {_end - _begin} bytes that nothing asked for");
        }
    }

    /// <summary>Whether one more reply is above the limit. Each counts with its header: empty ones without end take memory too.</summary>
    internal static bool IsTooMuch(FunctionCall call, long length, int mostReplyBytes) => call.ReplyBytes + ((call.Replies + 1L) * HeaderBytes) + length > mostReplyBytes;

    private void Check(uint tag, uint length)
    {
        if (tag == Observed && !Started)
        {
            if (length > MostTags)
                throw Bad($"it observes {length} tags; there are {MostTags}");
        }
        else if (!Started)
            throw Bad($"it began with {Shown()}, expected the frame with the tags that it observes");
        else if (tag == Done)
        {
            if (length != TimesBytes)
                throw Bad($"the frame that ends its answer has {length} bytes, expected {TimesBytes}");
        }
        else if (tag > HighestTag || _call is null)
            throw Bad($"it wrote {Shown()}, expected a frame with a tag up to 0x{HighestTag:x2} or the end of the answer");
        else if (IsTooMuch(_call, length, mostReplyBytes))
            throw new FunctionFaultException(FunctionFault.Limit, $"its replies are larger than {mostReplyBytes} bytes");
    }

    private bool Take(uint tag, ReadOnlySpan<byte> payload)
    {
        switch (tag)
        {
            case Observed:
                foreach (byte observed in payload)
                    if (observed > HighestTag)
                        throw Bad($"it observes the tag 0x{observed:x2}; tags end at 0x{HighestTag:x2}");
                ObservedTags = payload.ToArray();
                return Started = true;
            case Done:
                Times = (BinaryPrimitives.ReadUInt64LittleEndian(payload), BinaryPrimitives.ReadUInt64LittleEndian(payload[8..]));
                _call = null;
                return true;
            default:
                _call!.Reply((byte)tag, payload);
                return false;
        }
    }

    /// <summary>Takes the log lines that stand where a frame should: they begin with a date in brackets, which as a length would be 800 MB.</summary>
    /// <returns>Whether all that has come so far is log, or may be.</returns>
    private bool TakeLog()
    {
        while (_end > _begin && _buffer[_begin] == '[' && (_end - _begin == 1 || _buffer[_begin + 1] == '2') && (_end - _begin < 3 || _buffer[_begin + 2] == '0'))
        {
            int newline = _buffer.AsSpan(_begin, _end - _begin).IndexOf((byte)'\n');
            if (newline < 0)
                return _end - _begin < MostLogBytes ? true : throw Bad("it wrote a line of its log that does not end");
            if (Started && Log.Length < MostLogBytes)
                Log.Append(Encoding.UTF8.GetString(_buffer, _begin, newline + 1));
            _begin += newline + 1;
        }
        return _begin == _end;
    }

    private string Shown() => $"the bytes {Convert.ToHexStringLower(_buffer.AsSpan(_begin, Math.Min(HeaderBytes, _end - _begin)))}";

    private static FunctionFaultException Bad(string message) => new(FunctionFault.BadOutput, message);
}
