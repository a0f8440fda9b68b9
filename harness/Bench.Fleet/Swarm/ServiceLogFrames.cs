using System.Buffers.Binary;
using System.Text;
using Bench.Backends;
using Bench.Backends.Docker;

namespace Bench.Fleet;

/// <summary>Makes whole lines of a service's log: frames of a line each, or of a part of one that is longer than the engine's 16 KiB.</summary>
/// <param name="onLine">Called for every whole line.</param>
/// <remarks>
/// A frame is an eight-byte header (1 standard output, 2 standard error, 3 the swarm itself; three zeros; length, most significant
/// byte first), then <c>name=value,…</c> of which task it is, a space, and the text; only the last part of a line ends with a line feed.
/// Holds no more than a frame and one unfinished line of each task.
/// </remarks>
internal sealed class ServiceLogFrames(Action<ServiceLogLine> onLine)
{
    internal const int LongestLine = 1 << 20;

    private const int HeaderBytes = 8;
    private const int Output = 1, Error = 2, Swarm = 3;
    private const string NodeKey = "com.docker.swarm.node.id", TaskKey = "com.docker.swarm.task.id";

    /// <summary>The engine cuts at 16 KiB, and a few ids are before that.</summary>
    private const int LongestFrame = 1 << 18;

    /// <summary>Of all unfinished lines together.</summary>
    private const int MostPending = 1 << 26;

    private readonly FrameHeader _header = new(HeaderBytes);
    private readonly Dictionary<(string Node, string Task, bool IsError), Pending> _pending = [];
    private byte[] _frame = [];
    private int _filled, _length = -1;
    private long _pendingBytes;

    /// <exception cref="DockerException">These bytes are no log; the stream cannot be read on.</exception>
    internal void Append(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_length < 0)
            {
                if (_header.Take(ref bytes))
                    Begin(_header.Bytes);
                if (_length == 0)
                    TakeFrame();
                continue;
            }
            int taken = Math.Min(_length - _filled, bytes.Length);
            bytes[..taken].CopyTo(_frame.AsSpan(_filled));
            _filled += taken;
            bytes = bytes[taken..];
            if (_filled == _length)
                TakeFrame();
        }
    }

    /// <summary>Hands over what has no line feed behind it: there will be none.</summary>
    /// <exception cref="DockerException">The stream ended inside a frame.</exception>
    internal void Finish()
    {
        if (_length >= 0 || _header.HasBegun)
            throw new DockerException("the service's log broke off inside a frame");
        foreach (((string node, string task, bool isError), Pending line) in _pending)
            onLine(line.ToLine(node, task, isError));
        _pending.Clear();
    }

    private void Begin(ReadOnlySpan<byte> header)
    {
        uint length = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        if (header[0] is not (Output or Error or Swarm) || header[1] != 0 || header[2] != 0 || header[3] != 0 || length > LongestFrame)
            throw new DockerException($"the service's log is not in frames: {Convert.ToHexString(header)} is no frame's header");
        (_filled, _length) = (0, (int)length);
        if (_frame.Length < _length)
            _frame = new byte[_length];
    }

    private void TakeFrame()
    {
        ReadOnlySpan<byte> frame = _frame.AsSpan(0, _length);
        _length = -1;
        if (_header.Bytes[0] == Swarm)
        {
            onLine(new ServiceLogLine("", "", true, Encoding.UTF8.GetString(frame).ReplaceLineEndings(" ").Trim()));
            return;
        }
        int end = frame.IndexOf((byte)' ');
        string details = end < 0 ? "" : Encoding.UTF8.GetString(frame[..end]);
        if (ValueIn(details, NodeKey) is not string node || ValueIn(details, TaskKey) is not { Length: > 0 } task)
            throw new DockerException("the service's log does not say which task a line is of");
        Take((node, task, _header.Bytes[0] == Error), frame[(end + 1)..]);
    }

    private void Take((string Node, string Task, bool IsError) from, ReadOnlySpan<byte> text)
    {
        bool whole = text.EndsWith("\n"u8);
        if (whole)
            text = text[..^1];
        if (!_pending.TryGetValue(from, out Pending? line))
            line = new Pending();
        _pendingBytes += line.Append(text);
        if (whole)
        {
            _pending.Remove(from);
            _pendingBytes -= line.Bytes;
            onLine(line.ToLine(from.Node, from.Task, from.IsError));
            return;
        }
        _pending[from] = line;
        if (_pendingBytes > MostPending)
            throw new DockerException($"the service's log has more than {MostPending >> 20} MiB of lines without an end");
    }

    private static string? ValueIn(string details, string key)
    {
        foreach (string one in details.Split(','))
            if (one.StartsWith(key, StringComparison.Ordinal) && one.Length > key.Length && one[key.Length] == '=')
                return Uri.UnescapeDataString(one[(key.Length + 1)..]);
        return null;
    }

    private sealed class Pending
    {
        private readonly List<byte> _text = [];
        private bool _isCut;

        internal int Bytes => _text.Count;

        /// <returns>How many bytes were kept.</returns>
        internal int Append(ReadOnlySpan<byte> text)
        {
            int kept = Math.Min(text.Length, LongestLine - _text.Count);
            _isCut |= kept < text.Length;
            _text.AddRange(text[..kept]);
            return kept;
        }

        internal ServiceLogLine ToLine(string node, string task, bool isError) =>
            new(node, task, isError, Encoding.UTF8.GetString(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_text))) { IsCut = _isCut };
    }
}
