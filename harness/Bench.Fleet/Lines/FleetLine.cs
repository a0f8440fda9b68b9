using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO.Compression;

namespace Bench.Fleet;

/// <summary>
/// What a node tells whoever called for its measurements: one line of text, the same in the log of a service, as a message of a
/// stream and in a file. <c>bench-fleet/1 NODE ATTEMPT KIND …</c>; words are divided by single spaces, free text is percent-encoded.
/// </summary>
/// <remarks>A line says where its bytes belong, so that lines may come twice, or in another order, and make the same file.</remarks>
/// <param name="Node">Of letters, digits, dots, dashes and underscores, at most <see cref="LongestNode"/>.</param>
/// <param name="Attempt">From 1; a node that is asked again after it was lost counts on.</param>
public abstract record FleetLine(string Node, int Attempt)
{
    public const int LongestNode = 253;

    /// <summary>Of the file's bytes in one line: below the 16 KiB at which engines tear lines of a log, even if nothing can be compressed.</summary>
    public const int MostBytes = 8 << 10;

    /// <summary>Of a whole line.</summary>
    public const int Longest = 15 << 10;

    private const string Prefix = "bench-fleet/1";
    private const int LongestText = 2000;
    private const int Sha256Digits = 64;

    /// <summary>The container runs, and measures next.</summary>
    /// <param name="UnixNs">The node's own clock.</param>
    /// <param name="Image">Id of the image that it runs in; empty outside of one.</param>
    public sealed record Begin(string Node, int Attempt, string Name, long UnixNs, string Image) : FleetLine(Node, Attempt);

    /// <summary>Bytes of run.jsonl from <paramref name="Offset"/> on.</summary>
    public sealed record Rows(string Node, int Attempt, long Offset, ReadOnlyMemory<byte> Bytes) : FleetLine(Node, Attempt);

    /// <param name="Stage">One word: <c>waiting</c>, <c>building</c>, <c>measuring</c>.</param>
    /// <param name="Remaining">Null where nothing is known yet.</param>
    public sealed record Progress(string Node, int Attempt, string Stage, int Done, int Total, TimeSpan? Remaining, string What) : FleetLine(Node, Attempt);

    /// <summary>The run has ended and its file is complete.</summary>
    /// <param name="Sha256">Of the whole file, lower-case hexadecimal.</param>
    public sealed record Ended(string Node, int Attempt, long Length, string Sha256, int ExitCode) : FleetLine(Node, Attempt);

    /// <summary>The node cannot measure, and why.</summary>
    public sealed record Fault(string Node, int Attempt, string Text) : FleetLine(Node, Attempt);

    /// <summary>The other way: the caller has this much of the file on its disk.</summary>
    /// <param name="Complete">And has found its digest right.</param>
    public sealed record Receipt(string Node, int Attempt, long Length, bool Complete) : FleetLine(Node, Attempt);

    public sealed override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Prefix} {Node} {Attempt} ") + this switch
    {
        Begin begin => string.Create(CultureInfo.InvariantCulture, $"begin {Escape(begin.Name)} {begin.UnixNs} {Escape(begin.Image)}"),
        Rows rows => string.Create(CultureInfo.InvariantCulture, $"rows {rows.Offset} {Convert.ToBase64String(Deflate(rows.Bytes.Span))}"),
        Progress at => string.Create(CultureInfo.InvariantCulture, $"progress {at.Stage} {at.Done} {at.Total} {(at.Remaining is TimeSpan left ? (long)left.TotalSeconds : -1)} {Escape(at.What)}"),
        Ended end => string.Create(CultureInfo.InvariantCulture, $"end {end.Length} {end.Sha256} {end.ExitCode}"),
        Fault fault => $"fault {Escape(fault.Text)}",
        Receipt receipt => string.Create(CultureInfo.InvariantCulture, $"receipt {receipt.Length} {(receipt.Complete ? 1 : 0)}"),
        _ => throw new InvalidOperationException("a kind of line without a form"),
    };

    /// <summary>Reads a line of anybody's.</summary>
    /// <returns>False for whatever is none; nothing is thrown, and nothing large is allocated for it.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out FleetLine? line)
    {
        line = null;
        if (text.Length > Longest || text.Split(' ') is not [Prefix, string node, string number, string kind, .. string[] words]
            || !IsNode(node) || !TryCount(number, out long attempt) || attempt is < 1 or > int.MaxValue)
            return false;
        int of = (int)attempt;
        line = (kind, words) switch
        {
            ("begin", [string name, string at, string image]) when TryText(name, out string shown) && TryCount(at, out long ns) && TryText(image, out string id) => new Begin(node, of, shown, ns, id),
            ("rows", [string start, string data]) when TryCount(start, out long offset) && TryInflate(data, out byte[] bytes) => new Rows(node, of, offset, bytes),
            ("progress", [string stage, string one, string all, string left, string what])
                when stage.Length is > 0 and < 20 && stage.All(char.IsAsciiLetter) && TrySmall(one, out int done) && TrySmall(all, out int total) && TryText(what, out string shown)
                => new Progress(node, of, stage, done, total, TrySmall(left, out int seconds) ? TimeSpan.FromSeconds(seconds) : null, shown),
            ("end", [string all, string digest, string code]) when TryCount(all, out long length) && IsSha256(digest) && TrySmall(code, out int exit) => new Ended(node, of, length, digest, exit),
            ("fault", [string why]) when TryText(why, out string shown) => new Fault(node, of, shown),
            ("receipt", [string all, "0" or "1"]) when TryCount(all, out long length) => new Receipt(node, of, length, words[1] == "1"),
            _ => null,
        };
        return line is not null;
    }

    internal static bool IsNode(string text) =>
        text.Length is > 0 and <= LongestNode && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_') && text[0] != '.';

    private static bool IsSha256(string text) => text.Length == Sha256Digits && text.All(char.IsAsciiHexDigitLower);

    private static bool TryCount(string text, out long value) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static bool TrySmall(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    /// <summary>An empty word would not be one: a dash stands for it, which as text is written <c>%2D</c>.</summary>
    private static string Escape(string text)
    {
        string cut = text.Length <= LongestText ? text : text[..LongestText];
        return cut switch { "" => "-", "-" => "%2D", _ => Uri.EscapeDataString(char.IsHighSurrogate(cut[^1]) ? cut[..^1] : cut) };
    }

    private static bool TryText(string word, out string text)
    {
        text = word is "-" ? "" : Uri.UnescapeDataString(word);
        // What a node says ends up on a terminal.
        text = string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c));
        return word.Length > 0;
    }

    private static byte[] Deflate(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, MostBytes);
        using MemoryStream packed = new();
        using (DeflateStream deflate = new(packed, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(bytes);
        return packed.ToArray();
    }

    private static bool TryInflate(string base64, out byte[] bytes)
    {
        bytes = [];
        byte[] packed = new byte[base64.Length * 3 / 4];
        if (!Convert.TryFromBase64String(base64, packed, out int length))
            return false;
        try
        {
            using DeflateStream inflate = new(new MemoryStream(packed, 0, length), CompressionMode.Decompress);
            byte[] whole = new byte[MostBytes + 1];
            int read = inflate.ReadAtLeast(whole, whole.Length, throwOnEndOfStream: false);
            bytes = whole[..Math.Min(read, MostBytes)];
            return read is > 0 and <= MostBytes;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
