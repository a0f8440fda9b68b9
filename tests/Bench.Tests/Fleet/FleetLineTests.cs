using Bench.Fleet;

namespace Bench.Tests;

public sealed class FleetLineTests
{
    private const string Digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    public static TheoryData<FleetLine> Kinds =>
    [
        new FleetLine.Begin("n1", 1, "vm 1", 1_700_000_000_000_000_000, "sha256:ab"),
        new FleetLine.Begin("n1", 1, "", 0, ""),
        new FleetLine.Begin("n1", 1, "-", 0, "%20"),
        new FleetLine.Progress("a.b-c_D", 3, "measuring", 2, 36, TimeSpan.FromSeconds(90), "nbody/small/wasm2c (iterate)"),
        new FleetLine.Progress("n1", 1, "building", 0, 0, null, ""),
        new FleetLine.Ended("n1", 2, 12_660, Digest, 3),
        new FleetLine.Fault("n1", 1, "the disk is full: 90 % of ümläut"),
        new FleetLine.Receipt("n1", 1, 4096, true),
        new FleetLine.Receipt("n1", 1, 0, false),
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_line_says_the_same_after_it_was_written_and_read(FleetLine line)
    {
        Assert.True(FleetLine.TryParse(line.ToString(), out FleetLine? read));
        Assert.Equal(line, read);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(700)]
    [InlineData(FleetLine.MostBytes)]
    public void Bytes_that_cannot_be_compressed_fit_into_a_line_of_a_log(int length)
    {
        byte[] bytes = new byte[length];
        new Random(7).NextBytes(bytes);
        string text = new FleetLine.Rows(new string('n', FleetLine.LongestNode), int.MaxValue, long.MaxValue, bytes).ToString();

        Assert.InRange(text.Length, 1, FleetLine.Longest);
        Assert.True(FleetLine.TryParse(text, out FleetLine? read));
        Assert.Equal(bytes, Assert.IsType<FleetLine.Rows>(read).Bytes.ToArray());
    }

    [Fact]
    public void What_a_node_says_cannot_move_the_cursor_of_a_terminal()
    {
        Assert.True(FleetLine.TryParse(new FleetLine.Fault("n1", 1, "a\x1b[2J\nb").ToString(), out FleetLine? read));
        Assert.Equal("a [2J b", Assert.IsType<FleetLine.Fault>(read).Text);
    }

    [Fact]
    public void A_text_without_end_is_cut_and_still_a_line()
    {
        string line = new FleetLine.Fault("n1", 1, string.Concat(Enumerable.Repeat("😀", 4000))).ToString();
        Assert.True(FleetLine.TryParse(line, out _) || line.Length > FleetLine.Longest);
        Assert.InRange(new FleetLine.Fault("n1", 1, new string('x', 100_000)).ToString().Length, 1, FleetLine.Longest);
    }

    [Theory]
    [InlineData("")]
    [InlineData("bench-fleet/1")]
    [InlineData("bench-fleet/2 n1 1 fault x")]
    [InlineData("bench-fleet/1 n1 0 fault x")]
    [InlineData("bench-fleet/1 ../etc 1 fault x")]
    [InlineData("bench-fleet/1 .. 1 fault x")]
    [InlineData("bench-fleet/1 n1 1 rows -1 AA==")]
    [InlineData("bench-fleet/1 n1 1 rows 0 !!!!")]
    [InlineData("bench-fleet/1 n1 1 rows 0 AAAA")]
    [InlineData("bench-fleet/1 n1 1 rows 0 ")]
    [InlineData("bench-fleet/1 n1 1 end 1 abc 0")]
    [InlineData("bench-fleet/1 n1 1 progress \x1b 1 1 1 -")]
    [InlineData("bench-fleet/1 n1 99999999999999999999 fault x")]
    [InlineData("bench-fleet/1 n1 1 receipt 5 2")]
    public void What_is_no_line_is_passed_over(string text) => Assert.False(FleetLine.TryParse(text, out _));

    [Fact]
    public void Damaged_lines_never_throw()
    {
        Random random = new(3);
        byte[] rows = new byte[500];
        random.NextBytes(rows);
        string[] lines = [.. Kinds.AsEnumerable<object[]>().Select(static kind => kind[0].ToString()!), new FleetLine.Rows("n1", 1, 9, rows).ToString()];
        for (int i = 0; i < 20_000; i++)
        {
            char[] damaged = lines[random.Next(lines.Length)].ToCharArray();
            for (int k = random.Next(1, 4); k > 0; k--)
                damaged[random.Next(damaged.Length)] = (char)random.Next(1, 300);
            if (FleetLine.TryParse(new string(damaged), out FleetLine? line))
                Assert.InRange(line.ToString().Length, 1, FleetLine.Longest * 3);
        }
    }

    [Fact]
    public void A_few_bytes_that_claim_to_be_many_are_refused()
    {
        using MemoryStream packed = new();
        using (System.IO.Compression.DeflateStream deflate = new(packed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(new byte[8 << 20]);
        Assert.InRange(packed.Length, 1, FleetLine.MostBytes);
        Assert.False(FleetLine.TryParse($"bench-fleet/1 n1 1 rows 0 {Convert.ToBase64String(packed.ToArray())}", out _));
    }
}
