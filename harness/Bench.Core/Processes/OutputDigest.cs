using System.Security.Cryptography;
using System.Text;

namespace Bench.Core;

/// <summary>Reads standard output of any length in constant memory: digest, length, first and last bytes.</summary>
/// <param name="skipLog">Leave out the engine's own log lines (<c>[2026-01-31 …</c>) before the program's first byte.</param>
public sealed class OutputDigest(bool skipLog) : IDisposable
{
    private const int HeadBytes = 256;
    private const int TailBytes = 2048;
    private const int LongestLogLine = 4096;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly MemoryStream _head = new();
    private readonly BoundedTail _tail = new(TailBytes);
    private readonly MemoryStream _held = new();
    private bool _inLog = skipLog;
    private long _bytes;

    /// <summary>Whether a byte of the answer has come.</summary>
    public bool HasBegun => _bytes > 0;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (!_inLog)
        {
            Accept(bytes);
            return;
        }
        _held.Write(bytes);
        PassOn(end: false);
    }

    public OutputSummary Finish()
    {
        PassOn(end: true);
        return new OutputSummary(Convert.ToHexStringLower(_hash.GetHashAndReset()), _bytes,
            BoundedTail.Printable(Encoding.UTF8.GetString(_head.ToArray())), _tail.ToString());
    }

    public void Dispose()
    {
        _hash.Dispose();
        _head.Dispose();
        _held.Dispose();
    }

    /// <summary>Drops whole log lines from what is held; everything from the first other line on is output.</summary>
    private void PassOn(bool end)
    {
        if (!_inLog)
            return;
        ReadOnlySpan<byte> held = _held.ToArray();
        while (held.Length > 0)
        {
            int newline = held.IndexOf((byte)'\n');
            bool whole = newline >= 0 || end || held.Length > LongestLogLine;
            if (IsLog(held[..(newline < 0 ? held.Length : newline)], out bool undecided) && newline is >= 0 and <= LongestLogLine)
            {
                _tail.Append(held[..(newline + 1)]);
                held = held[(newline + 1)..];
                continue;
            }
            if (!whole && undecided)
                break;
            _inLog = false;
            Accept(held);
            held = [];
        }
        byte[] rest = held.ToArray();
        _held.SetLength(0);
        _held.Write(rest);
    }

    /// <summary>spdlog's line head, as WasmEdge prints it: an opening bracket, then a date.</summary>
    private static bool IsLog(ReadOnlySpan<byte> line, out bool undecided)
    {
        ReadOnlySpan<byte> pattern = "[0000-00-00 "u8;
        int length = Math.Min(line.Length, pattern.Length);
        undecided = true;
        for (int i = 0; i < length; i++)
            if (pattern[i] == '0' ? !char.IsAsciiDigit((char)line[i]) : line[i] != pattern[i])
                return undecided = false;
        return length == pattern.Length;
    }

    private void Accept(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        if (_bytes < HeadBytes)
            _head.Write(bytes[..(int)Math.Min(bytes.Length, HeadBytes - _bytes)]);
        _tail.Append(bytes);
        _bytes += bytes.Length;
    }
}
