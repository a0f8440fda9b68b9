using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Bench.Core;

/// <summary>Takes the <c>bench:</c> rows out of standard error (harness/PROTOCOL.md) and keeps the end of the rest.</summary>
public sealed partial class RowReader
{
    private const int LongestLine = 4096;
    private const int TailBytes = 4096;
    private const int MostRows = 100_000;

    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly BoundedTail _tail = new(TailBytes);
    private readonly List<Reading> _readings = [];

    /// <summary>Realtime clock at the first act of main; null when the program did not say.</summary>
    public long? MainAtUnixNs { get; private set; }
    public string? MalformedRow { get; private set; }
    public IReadOnlyList<Reading> Readings => _readings;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int newline = bytes.IndexOf((byte)'\n');
            ReadOnlySpan<byte> part = newline < 0 ? bytes : bytes[..newline];
            // A longer line is no row; its end still reaches the tail.
            if (_line.WrittenCount + part.Length > LongestLine)
                FlushLine();
            _line.Write(part.Length > LongestLine ? part[^LongestLine..] : part);
            if (newline >= 0)
                FlushLine();
            bytes = newline < 0 ? [] : bytes[(newline + 1)..];
        }
    }

    /// <returns>The end of standard error without the rows.</returns>
    public string Finish()
    {
        if (_line.WrittenCount > 0)
            FlushLine();
        return _tail.ToString();
    }

    private void FlushLine()
    {
        ReadOnlySpan<byte> line = _line.WrittenSpan;
        if (line.StartsWith("bench: "u8))
            Take(Encoding.UTF8.GetString(line).TrimEnd('\r'));
        else
        {
            _tail.Append(line);
            _tail.Append("\n"u8);
        }
        _line.ResetWrittenCount();
    }

    private void Take(string row)
    {
        if (MainAt().Match(row) is { Success: true } main && TryNumber(main.Groups[1], out long at))
            MainAtUnixNs ??= at;
        else if (PhaseRow().Match(row) is { Success: true } phase && _readings.Count < MostRows
            && TryNumber(phase.Groups[2], out long iteration) && iteration <= int.MaxValue && TryNumber(phase.Groups[3], out long ns))
            _readings.Add(new Reading((int)iteration, phase.Groups[1].Value, Metric.Wall, ns));
        else
            MalformedRow ??= BoundedTail.Printable(row.Length > 200 ? row[..200] : row);
    }

    private static bool TryNumber(Group digits, out long value) =>
        long.TryParse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    [GeneratedRegex(@"^bench: main-at=(\d{1,19})$")]
    private static partial Regex MainAt();

    [GeneratedRegex(@"^bench: phase=([a-z][a-z0-9-]{0,39}) iteration=(\d{1,10}) ns=(\d{1,19})$")]
    private static partial Regex PhaseRow();
}
