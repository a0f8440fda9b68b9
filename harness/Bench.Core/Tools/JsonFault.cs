using System.Text.Json;

namespace Bench.Core;

/// <summary>Turns a parser's complaint into file, line, position and what was expected.</summary>
public static class JsonFault
{
    public static string Describe(string file, JsonException fault)
    {
        string what = fault.Message;
        int suffix = what.IndexOf(" Path: ", StringComparison.Ordinal);
        if (suffix < 0)
            suffix = what.IndexOf(" LineNumber: ", StringComparison.Ordinal);
        if (suffix >= 0)
            what = what[..suffix];
        string where = fault.LineNumber is long line ? $"({line + 1},{fault.BytePositionInLine + 1})" : "";
        string member = string.IsNullOrEmpty(fault.Path) || fault.Path == "$" ? "" : $" at '{fault.Path.TrimStart('$').TrimStart('.')}'";
        // One line, and nothing that a terminal obeys: the parser quotes what it found, and names of members may be anything.
        return string.Concat($"{file}{where}: {what}{member}".Select(static one => char.IsControl(one) ? ' ' : one));
    }
}
