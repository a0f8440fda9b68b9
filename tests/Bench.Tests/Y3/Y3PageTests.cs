using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Bench.Y3;

namespace Bench.Tests;

/// <summary>What docs/y3.md shows is what the code does.</summary>
public sealed partial class Y3PageTests
{
    private static readonly string s_page = File.ReadAllText(Path.Combine(Repo.Root, "docs", "y3.md"));

    [Fact]
    public void The_dump_is_that_of_the_bytes_above_it()
    {
        Match example = Dumped().Match(s_page);
        Assert.True(Y3Hex.TryParse(example.Groups["hex"].Value, out byte[] message, out _));
        StringWriter dump = new();
        Assert.Null(Y3Dump.Write(new MemoryStream(message), dump, new Y3DumpOptions()));
        Assert.Equal(example.Groups["dump"].Value, dump.ToString());
    }

    [Fact]
    public void The_JSON_is_the_same_record_with_a_slice_more()
    {
        ArrayBufferWriter<byte> message = new();
        Y3Json.Read(Encoding.UTF8.GetBytes(Json().Match(s_page).Groups["json"].Value), message);
        Assert.Equal("81 21 B0 1F 10 04 79 6F 6D 6F 11 02 43 E4 92 08 13 02 41 F0 14 02 42 20 D5 09 00 01 01 00 01 02 00 01 03", Hex.Text(message.WrittenSpan));
    }

    [Fact]
    public void The_integers_of_both_dialects_are_written_so()
    {
        MatchCollection rows = IntegerRow().Matches(s_page);
        Assert.Equal(5, rows.Count);
        foreach (Match row in rows)
        {
            string type = row.Groups["type"].Value is { Length: > 0 } named ? named : "int32";
            foreach (int number in Enumerable.Range(0, row.Groups["number"].Captures.Count))
            {
                string value = row.Groups["number"].Captures[number].Value;
                foreach ((string dialect, Y3Options options) in new[] { ("n", Dialects.NVarInt), ("p", Dialects.PVarInt) })
                {
                    byte[] packet = PacketTree.Encoded([new PacketTree { Tag = "10", Type = type, Value = value }], options);
                    Assert.Equal(row.Groups[dialect].Captures[number].Value, Hex.Text(packet.AsSpan(2)));
                }
            }
        }
    }

    [GeneratedRegex("^echo (?<hex>[0-9A-F ]+) \\| \\./bench y3 dump --hex -\n```\n\n```text\n(?<dump>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Dumped();

    [GeneratedRegex("^```json\n(?<json>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Json();

    [GeneratedRegex(@"^\| (?<number>-?\d+)(?:, (?<number>-?\d+))*(?: as (?<type>\w+))? \| `(?<n>[0-9A-F ]+)`(?:, `(?<n>[0-9A-F ]+)`)*[^|]* \| `(?<p>[0-9A-F ]+)`(?:, `(?<p>[0-9A-F ]+)`)* \|$", RegexOptions.Multiline)]
    private static partial Regex IntegerRow();
}
