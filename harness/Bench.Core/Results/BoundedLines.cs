using System.Text;

namespace Bench.Core;

/// <summary>Lines of a file that may hold anything: one that is too long is passed over without being kept in memory.</summary>
public sealed class BoundedLines(TextReader reader, int longest)
{
    private readonly char[] _buffer = new char[1 << 14];
    private readonly StringBuilder _line = new();
    private int _next, _filled;
    private bool _ended;

    /// <param name="line">Without its end, which is a line feed, a carriage return or both; null when it is longer than allowed.</param>
    /// <returns>False at the end of the file.</returns>
    public bool TryRead(out string? line)
    {
        _line.Clear();
        bool any = false, tooLong = false;
        while (Fill())
        {
            any = true;
            int end = _buffer.AsSpan(_next.._filled).IndexOfAny('\n', '\r');
            int length = end < 0 ? _filled - _next : end;
            tooLong |= _line.Length + length > longest;
            if (!tooLong)
                _line.Append(_buffer, _next, length);
            _next += length;
            if (end < 0)
                continue;
            if (_buffer[_next++] == '\r' && Fill() && _buffer[_next] == '\n')
                _next++;
            break;
        }
        line = any && !tooLong ? _line.ToString() : null;
        return any;
    }

    private bool Fill()
    {
        if (_next < _filled)
            return true;
        if (_ended)
            return false;
        (_next, _filled) = (0, reader.Read(_buffer, 0, _buffer.Length));
        _ended = _filled == 0;
        return !_ended;
    }
}
