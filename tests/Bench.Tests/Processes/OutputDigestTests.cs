using System.Security.Cryptography;
using System.Text;
using Bench.Core;

namespace Bench.Tests;

public sealed class OutputDigestTests
{
    private const string Log = "[2026-01-31 12:00:00.123] [info] compile start\n[2026-01-31 12:00:01.456] [info] compile done\n";
    private static readonly byte[] s_binary = [0x50, 0x34, 0x0a, 0xff, 0x00, .. Encoding.ASCII.GetBytes("[2026-01-31 is no log here\n[2026-01-31 12:00:02.000] [info] nor this\n"), 0x80];

    [Fact]
    public void Nothing_is_the_empty_summary() => Assert.Equal(OutputSummary.Empty, Digest(skipLog: false, []));

    [Fact]
    public void Without_skipping_a_log_is_output()
    {
        byte[] bytes = [.. Encoding.ASCII.GetBytes(Log), .. s_binary];
        AssertOutput(bytes, Digest(skipLog: false, bytes));
    }

    [Fact]
    public void Log_lines_before_the_first_byte_are_left_out_wherever_the_stream_is_split()
    {
        byte[] bytes = [.. Encoding.ASCII.GetBytes(Log), .. s_binary];
        for (int first = 0; first <= bytes.Length; first++)
            for (int second = first; second <= bytes.Length; second += 7)
                AssertOutput(s_binary, Digest(skipLog: true, bytes[..first], bytes[first..second], bytes[second..]));
    }

    [Fact]
    public void Log_lines_that_arrive_byte_by_byte_are_left_out()
    {
        byte[] bytes = [.. Encoding.ASCII.GetBytes(Log), .. s_binary];
        AssertOutput(s_binary, Digest(skipLog: true, [.. bytes.Select(static one => new[] { one })]));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("[20")]
    [InlineData("[2026\n")]
    [InlineData("[2026-01-31\n")]
    [InlineData("[1, 2, 3]\n")]
    [InlineData("[2O26-01-31 12:00] letter O\n")]
    [InlineData("\n[2026-01-31 12:00:00.123] after an empty line\n")]
    [InlineData("[2026-01-31 cut off")]
    public void What_is_no_log_line_is_output_wherever_it_is_split(string text)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        for (int at = 0; at <= bytes.Length; at++)
            AssertOutput(bytes, Digest(skipLog: true, bytes[..at], bytes[at..]));
    }

    [Fact]
    public void A_log_line_without_end_is_output_however_it_arrives()
    {
        byte[] bytes = Encoding.ASCII.GetBytes("[2026-01-31 " + new string('x', 5000) + "\nanswer\n");
        AssertOutput(bytes, Digest(skipLog: true, bytes));
        AssertOutput(bytes, Digest(skipLog: true, bytes[..4000], bytes[4000..]));
        AssertOutput(bytes, Digest(skipLog: true, bytes[..4500], bytes[4500..]));
    }

    [Fact]
    public void Skipped_log_lines_are_still_in_the_tail() =>
        Assert.StartsWith("[2026-01-31 12:00:00.123] [info] compile start", Digest(skipLog: true, Encoding.ASCII.GetBytes(Log)).Tail);

    [Fact]
    public void Head_and_tail_are_the_first_and_the_last_bytes()
    {
        byte[] bytes = Encoding.ASCII.GetBytes("begin" + new string('-', 10_000) + "end");
        OutputSummary summary = Digest(skipLog: false, bytes[..100], bytes[100..300], bytes[300..]);
        Assert.Equal("begin" + new string('-', 251), summary.Head);
        Assert.Equal(new string('-', 2045) + "end", summary.Tail);
    }

    [Fact]
    public void Unprintable_bytes_become_replacement_characters() =>
        Assert.Equal("a\uFFFD[2J\uFFFDb", Digest(skipLog: false, [(byte)'a', 0x1b, .. "[2J"u8, 0xff, (byte)'b']).Head);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Output_of_any_length_takes_bounded_memory(bool skipLog)
    {
        using OutputDigest digest = new(skipLog);
        byte[] chunk = new byte[1 << 16];
        digest.Append(chunk);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 200; i++)
            digest.Append(chunk);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Equal(201 << 16, digest.Finish().Bytes);
    }

    [Fact]
    public void Random_bytes_are_the_same_however_they_arrive()
    {
        Random random = new(11);
        string[] pieces = ["[2026-01-31 12", "[2026-", "[", "\n", "x", "[2026-01-31 1\n", new string('z', 2000)];
        for (int round = 0; round < 1000; round++)
        {
            StringBuilder text = new();
            for (int i = random.Next(12); i > 0; i--)
                text.Append(pieces[random.Next(pieces.Length)]);
            byte[] bytes = Encoding.ASCII.GetBytes(text.ToString());
            int at = random.Next(bytes.Length + 1);
            Assert.Equal(Digest(skipLog: true, bytes), Digest(skipLog: true, bytes[..at], bytes[at..]));
        }
    }

    private static void AssertOutput(byte[] expected, OutputSummary summary)
    {
        Assert.Equal(expected.Length, summary.Bytes);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(expected)), summary.Sha256);
        Assert.True(summary.Matches(new ExpectedOutput(summary.Sha256, expected.Length, null)));
    }

    private static OutputSummary Digest(bool skipLog, params byte[][] parts)
    {
        using OutputDigest digest = new(skipLog);
        foreach (byte[] part in parts)
            digest.Append(part);
        return digest.Finish();
    }
}

public sealed class BoundedTailTests
{
    [Fact]
    public void However_a_stream_arrives_its_last_bytes_are_kept()
    {
        Random random = new(3);
        for (int round = 0; round < 500; round++)
        {
            int capacity = random.Next(1, 20);
            BoundedTail tail = new(capacity);
            StringBuilder all = new();
            for (int i = random.Next(12); i > 0; i--)
            {
                string part = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => (char)('a' + random.Next(26))));
                all.Append(part);
                tail.Append(Encoding.ASCII.GetBytes(part));
            }
            string text = all.ToString();
            Assert.Equal(text[^Math.Min(capacity, text.Length)..], tail.ToString());
        }
    }
}
