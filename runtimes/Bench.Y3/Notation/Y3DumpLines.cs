using System.Text;

namespace Bench.Y3;

/// <summary>The lines of a dump: offset, length, and the packet as far to the right as it is deep.</summary>
internal sealed class Y3DumpLines(TextWriter output, Y3DumpOptions options)
{
    private const int Column = 8;
    private const string Faint = "2", Strong = "1", Green = "32", Cyan = "36", Red = "31";

    internal void WriteHeadings() => output.Write($"{Coloured(Faint, $"{"offset",Column}  {"length",Column}  packet")}\n");

    internal void WriteNode(long offset, int depth, Y3Header header) =>
        output.Write($"{Columns(offset, header.Length, depth)}{Coloured(Strong, $"{header.Tag.Value:X2} {(header.Tag.IsSlice ? "slice" : "node")} 0x{header.Tag.Id:X2}")}\n");

    /// <param name="value">Its begin, or all of it.</param>
    internal void WritePrimitive(long offset, int depth, Y3Header header, ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> shown = value[..Math.Min(value.Length, options.MaxBytes)];
        StringBuilder line = new(Columns(offset, header.Length, depth));
        line.Append(Coloured(Cyan, $"{header.Tag.Value:X2} primitive 0x{header.Tag.Id:X2}")).Append(' ');
        foreach (byte one in shown)
            line.Append(' ').Append(one.ToString("X2"));
        if (shown.Length < header.Length)
            line.Append($" … {header.Length - shown.Length} more");
        string guesses = value.Length == header.Length ? string.Join(", ", Y3Guess.Of(value, options.Integers)) : Begin(shown);
        if (guesses.Length > 0)
            line.Append(header.Length > 0 ? "  " : " ").Append(Coloured(Green, guesses));
        output.Write(line.Append('\n'));
    }

    internal void WriteFault(Y3DumpFault fault, int depth) =>
        output.Write($"{options.Offset(fault.Offset),Column}  {new string(' ', Column + (2 * depth))}  {Coloured(Red, $"! {fault.Reason}")}\n");

    /// <summary>Text is told by its begin, numbers are not; the last character may be cut.</summary>
    private static string Begin(ReadOnlySpan<byte> shown)
    {
        for (int cut = 0; cut < 4 && cut < shown.Length - 1; cut++)
            if (Y3Guess.IsText(shown[..^cut]))
                return $"{Y3Guess.Quoted(Encoding.UTF8.GetString(shown[..^cut]))} …";
        return "";
    }

    private string Columns(long offset, int length, int depth) =>
        $"{Coloured(Faint, $"{options.Offset(offset),Column}")}  {length,Column}  {new string(' ', 2 * depth)}";

    private string Coloured(string colour, string text) => options.Colours ? $"\x1b[{colour}m{text}\x1b[0m" : text;
}
