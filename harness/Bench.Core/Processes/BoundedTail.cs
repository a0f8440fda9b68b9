using System.Text;

namespace Bench.Core;

/// <summary>Keeps the last bytes of a stream of any length.</summary>
public sealed class BoundedTail(int capacity)
{
    private readonly byte[] _ring = new byte[capacity];
    private long _total;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > capacity)
        {
            _total += bytes.Length - capacity;
            bytes = bytes[^capacity..];
        }
        int at = (int)(_total % capacity);
        int first = Math.Min(bytes.Length, capacity - at);
        bytes[..first].CopyTo(_ring.AsSpan(at));
        bytes[first..].CopyTo(_ring);
        _total += bytes.Length;
    }

    /// <summary>The tail as text; unprintable bytes become U+FFFD.</summary>
    public override string ToString()
    {
        int length = (int)Math.Min(_total, capacity);
        byte[] tail = new byte[length];
        int start = _total <= capacity ? 0 : (int)(_total % capacity);
        int first = Math.Min(length, capacity - start);
        _ring.AsSpan(start, first).CopyTo(tail);
        _ring.AsSpan(0, length - first).CopyTo(tail.AsSpan(first));
        return Printable(Encoding.UTF8.GetString(tail));
    }

    internal static string Printable(string text) =>
        string.Concat(text.Select(static c => char.IsControl(c) && c is not ('\n' or '\t') ? '\uFFFD' : c)).Trim();
}
