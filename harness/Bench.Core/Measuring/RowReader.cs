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

    /// <summary>Phases that the harness measures: a program's own value under the same name would be averaged with it.</summary>
    private static readonly string[] s_outside =
        [Phases.Build, Phases.Compile, Phases.Startup, Phases.Total, Phases.Create, Phases.Start, Phases.Remove];

    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly BoundedTail _tail = new(TailBytes);
    private readonly List<Reading> _readings = [];

    /// <summary>Set from the byte on at which the line under way is longer than any row; what follows is no line of its own.</summary>
    private Overlong? _overlong;

    /// <summary>Realtime clock at the first act of main; null when the program did not say.</summary>
    public long? MainAtUnixNs { get; private set; }
    public string? MalformedRow { get; private set; }
    public IReadOnlyList<Reading> Readings => _readings;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int newline = bytes.IndexOf((byte)'\n');
            AppendToLine(newline < 0 ? bytes : bytes[..newline]);
            if (newline >= 0)
                EndLine();
            bytes = newline < 0 ? [] : bytes[(newline + 1)..];
        }
    }

    /// <returns>The end of standard error without the rows.</returns>
    public string Finish()
    {
        if (_line.WrittenCount > 0)
            EndLine();
        return _tail.ToString();
    }

    private void AppendToLine(ReadOnlySpan<byte> part)
    {
        int room = LongestLine - _line.WrittenCount;
        if (_overlong is null && part.Length > room)
        {
            _line.Write(part[..room]);
            part = part[room..];
            _overlong = IsRow ? Overlong.Row : Overlong.Other;
            if (IsRow)
                Refuse(Encoding.UTF8.GetString(_line.WrittenSpan));
            else
                _tail.Append(_line.WrittenSpan);
            _line.ResetWrittenCount();
        }
        if (_overlong is null)
            _line.Write(part);
        else if (_overlong == Overlong.Other)
            _tail.Append(part);
    }

    private void EndLine()
    {
        if (_overlong is null && IsRow)
            Take(Encoding.UTF8.GetString(_line.WrittenSpan).TrimEnd('\r'));
        else if (_overlong != Overlong.Row)
        {
            _tail.Append(_line.WrittenSpan);
            _tail.Append("\n"u8);
        }
        _line.ResetWrittenCount();
        _overlong = null;
    }

    private bool IsRow => _line.WrittenSpan.StartsWith("bench: "u8);

    private void Take(string row)
    {
        if (MainAt().Match(row) is { Success: true } main && TryNumber(main.Groups[1], out long at))
            MainAtUnixNs ??= at;
        else if (PhaseRow().Match(row) is { Success: true } phase && _readings.Count < MostRows
            && !s_outside.Contains(phase.Groups[1].Value)
            && TryNumber(phase.Groups[2], out long iteration) && iteration is >= 1 and <= int.MaxValue && TryNumber(phase.Groups[3], out long ns))
            _readings.Add(new Reading((int)iteration, phase.Groups[1].Value, Metric.Wall, ns));
        else
            Refuse(row);
    }

    private void Refuse(string row) => MalformedRow ??= BoundedTail.Printable(row.Length > 200 ? row[..200] : row);

    private static bool TryNumber(Group digits, out long value) =>
        long.TryParse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    [GeneratedRegex(@"^bench: main-at=(\d{1,19})$")]
    private static partial Regex MainAt();

    [GeneratedRegex(@"^bench: phase=([a-z][a-z0-9-]{0,39}) iteration=(\d{1,10}) ns=(\d{1,19})$")]
    private static partial Regex PhaseRow();

    private enum Overlong
    {
        Row,
        Other,
    }
}
