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

    /// <summary>Measured from outside: a program's own number under the same name would be averaged into them.</summary>
    private static readonly string[] s_reserved =
    [
        Phases.Build, Phases.Compile, Phases.Startup, Phases.FirstOutput, Phases.Iterate, Phases.Total, Phases.Image, Phases.Create, Phases.Start, Phases.Remove, Phases.Harness,
        Phases.RequestFirst, Phases.Request,
    ];

    /// <summary>What nobody but the program can know; everything else is read from outside.</summary>
    private static readonly Metric[] s_ofProgram = [Metric.AllocatedBytes, Metric.PayloadBytes, Metric.ArrivedBytes];

    private readonly ArrayBufferWriter<byte> _line = new(LongestLine);
    private readonly BoundedTail _tail = new(TailBytes);
    private readonly List<Reading> _readings = [];
    private bool _overlong;

    /// <summary>Realtime clock at the first act of main; null when the program did not say.</summary>
    public long? MainAtUnixNs { get; private set; }
    public string? MalformedRow { get; private set; }
    public IReadOnlyList<Reading> Readings => _readings;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int newline = bytes.IndexOf((byte)'\n');
            TakePart(newline < 0 ? bytes : bytes[..newline]);
            if (newline >= 0)
                EndLine();
            bytes = newline < 0 ? [] : bytes[(newline + 1)..];
        }
    }

    /// <returns>The end of standard error without the rows.</returns>
    public string Finish()
    {
        // Its last digits may be missing.
        if (!_overlong && IsRow(_line.WrittenSpan))
            Malformed($"{Encoding.UTF8.GetString(_line.WrittenSpan)} (the line does not end)");
        else if (_line.WrittenCount > 0)
            EndLine();
        _line.ResetWrittenCount();
        return _tail.ToString();
    }

    private void TakePart(ReadOnlySpan<byte> part)
    {
        int room = _overlong ? 0 : Math.Min(part.Length, LongestLine - _line.WrittenCount);
        _line.Write(part[..room]);
        if (room == part.Length)
            return;
        if (!_overlong)
        {
            // Too long for a row. Nothing after its beginning may be taken for one, but its end reaches the tail.
            _overlong = true;
            if (IsRow(_line.WrittenSpan))
                Malformed(Encoding.UTF8.GetString(_line.WrittenSpan));
            _tail.Append(_line.WrittenSpan);
            _line.ResetWrittenCount();
        }
        _tail.Append(part[room..]);
    }

    private void EndLine()
    {
        if (!_overlong && IsRow(_line.WrittenSpan))
            Take(Encoding.UTF8.GetString(_line.WrittenSpan).TrimEnd('\r'));
        else
        {
            _tail.Append(_line.WrittenSpan);
            _tail.Append("\n"u8);
        }
        _line.ResetWrittenCount();
        _overlong = false;
    }

    private void Take(string row)
    {
        if (MainAt().Match(row) is { Success: true } main && TryNumber(main.Groups[1], out long at))
            MainAtUnixNs ??= at;
        else if ((TimeOf(row) ?? BytesOf(row)) is not Reading reading || s_reserved.Contains(reading.Phase) || Phases.IsUncached(reading.Phase))
            Malformed(row);
        else if (_readings.Count == MostRows)
            Malformed($"{row} (after {MostRows} others)");
        else
            _readings.Add(reading);
    }

    private static Reading? TimeOf(string row) =>
        PhaseRow().Match(row) is { Success: true } phase && TryNumber(phase.Groups[2], out long iteration) && iteration is not (0 or > int.MaxValue) && TryNumber(phase.Groups[3], out long ns)
            ? new Reading((int)iteration, phase.Groups[1].Value, Metric.Wall, ns)
            : null;

    private static Reading? BytesOf(string row) =>
        MetricRow().Match(row) is { Success: true } phase && MetricNames.Parse(phase.Groups[2].Value) is Metric metric && s_ofProgram.Contains(metric) && TryNumber(phase.Groups[3], out long value)
            ? new Reading(0, phase.Groups[1].Value, metric, value)
            : null;

    private void Malformed(string row) => MalformedRow ??= BoundedTail.Printable(row.Length > 200 ? row[..200] + "…" : row);

    private static bool IsRow(ReadOnlySpan<byte> line) => line.StartsWith("bench: "u8);

    private static bool TryNumber(Group digits, out long value) =>
        long.TryParse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    [GeneratedRegex(@"^bench: main-at=(\d{1,19})$")]
    private static partial Regex MainAt();

    [GeneratedRegex(@"^bench: phase=([a-z][a-z0-9-]{0,39}) iteration=(\d{1,10}) ns=(\d{1,19})$")]
    private static partial Regex PhaseRow();

    [GeneratedRegex(@"^bench: phase=([a-z][a-z0-9-]{0,39}) metric=([a-z-]{1,40}) value=(\d{1,19})$")]
    private static partial Regex MetricRow();
}
