using System.Text;
using Bench.Core;

namespace Bench.Tests;

public sealed class RowReaderTests
{
    private const string Rows = "hello\nbench: main-at=1763694000123456789\r\nwarning: é\nbench: phase=execute iteration=1 ns=48211377\nbench: phase=my-own-2 iteration=2147483647 ns=0\nbye";

    [Fact]
    public void Rows_are_taken_out_and_the_rest_is_kept()
    {
        (RowReader reader, string rest) = Read(Rows);

        Assert.Equal(1763694000123456789, reader.MainAtUnixNs);
        Assert.Equal([new Reading(1, "execute", Metric.Wall, 48211377), new Reading(int.MaxValue, "my-own-2", Metric.Wall, 0)], reader.Readings);
        Assert.Null(reader.MalformedRow);
        Assert.Equal("hello\nwarning: é\nbye", rest);
    }

    [Fact]
    public void Split_anywhere_the_rows_are_the_same()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Rows);
        for (int first = 0; first <= bytes.Length; first++)
            for (int second = first; second <= bytes.Length; second++)
                AssertSame(Rows, bytes[..first], bytes[first..second], bytes[second..]);
    }

    [Theory]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(9000)]
    public void Split_anywhere_a_row_inside_an_overlong_line_is_none(int length)
    {
        string text = $"{new string('x', length)}bench: main-at=5\nbench: main-at=6\n";
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        for (int at = length - 5; at < length + 40 && at < bytes.Length; at++)
        {
            RowReader reader = new();
            reader.Append(bytes.AsSpan(0, at));
            reader.Append(bytes.AsSpan(at));
            reader.Finish();
            Assert.Equal(6, reader.MainAtUnixNs);
            Assert.Null(reader.MalformedRow);
        }
    }

    [Fact]
    public void A_row_that_goes_on_for_ever_is_malformed_however_it_arrives()
    {
        RowReader reader = new();
        reader.Append("bench: main-at=5"u8);
        reader.Append(Encoding.ASCII.GetBytes(new string('5', 5000)));
        reader.Append("\nbench: main-at=7\n"u8);
        reader.Finish();

        Assert.StartsWith("bench: main-at=555", reader.MalformedRow);
        Assert.Equal(7, reader.MainAtUnixNs);
    }

    [Theory]
    [InlineData("bench: ")]
    [InlineData("bench: main-at=")]
    [InlineData("bench: main-at=-1")]
    [InlineData("bench: main-at=1.5")]
    [InlineData("bench: main-at=9223372036854775808")]
    [InlineData("bench: main-at=12345678901234567890")]
    [InlineData("bench: main-at=\u0661")]
    [InlineData("bench: phase=execute iteration=1 ns=9999999999999999999")]
    [InlineData("bench: phase=execute iteration=2147483648 ns=1")]
    [InlineData("bench: phase=execute iteration=0 ns=1")]
    [InlineData("bench: phase=execute iteration=1 ns=1 ")]
    [InlineData("bench: phase=execute iteration=1")]
    [InlineData("bench: phase=Execute iteration=1 ns=1")]
    [InlineData("bench: phase= iteration=1 ns=1")]
    [InlineData("bench: phase=a/b iteration=1 ns=1")]
    [InlineData("bench: iteration=1 phase=execute ns=1")]
    public void A_row_that_cannot_be_read_is_quoted_and_gives_no_number(string row)
    {
        (RowReader reader, _) = Read($"{row}\nbench: phase=execute iteration=9 ns=9\n");

        Assert.Equal(row.Trim(), reader.MalformedRow);
        Assert.Equal([new Reading(9, "execute", Metric.Wall, 9)], reader.Readings);
    }

    [Theory]
    [InlineData("total")]
    [InlineData("startup")]
    [InlineData("build")]
    [InlineData("compile")]
    [InlineData("create")]
    [InlineData("start")]
    [InlineData("remove")]
    public void A_phase_that_is_measured_from_outside_cannot_be_reported_from_inside(string phase)
    {
        (RowReader reader, _) = Read($"bench: phase={phase} iteration=1 ns=1\n");
        Assert.Empty(reader.Readings);
        Assert.NotNull(reader.MalformedRow);
    }

    [Fact]
    public void The_first_malformed_row_is_the_one_quoted_without_control_characters()
    {
        (RowReader reader, _) = Read("bench: a\u001b[31m\nbench: b\n");
        Assert.Equal("bench: a\uFFFD[31m", reader.MalformedRow);
    }

    [Fact]
    public void The_first_main_at_counts()
    {
        (RowReader reader, _) = Read("bench: main-at=1\nbench: main-at=2\n");
        Assert.Equal(1, reader.MainAtUnixNs);
        Assert.Null(reader.MalformedRow);
    }

    [Fact]
    public void A_row_without_a_line_end_at_the_end_counts()
    {
        (RowReader reader, string rest) = Read("bench: main-at=1");
        Assert.Equal(1, reader.MainAtUnixNs);
        Assert.Equal("", rest);
    }

    [Fact]
    public void An_endless_line_leaves_its_end_and_takes_bounded_memory()
    {
        RowReader reader = new();
        byte[] chunk = Encoding.ASCII.GetBytes(new string('x', 1 << 16));
        reader.Append(chunk);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            reader.Append(chunk);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        reader.Append("the end"u8);

        Assert.InRange(allocated, 0, 1 << 20);
        string rest = reader.Finish();
        Assert.EndsWith("xxthe end", rest);
        Assert.InRange(rest.Length, 4000, 4096);
    }

    [Fact]
    public void Rows_without_end_are_refused_at_some_number()
    {
        RowReader reader = new();
        for (int i = 0; i < 100_001; i++)
            reader.Append("bench: phase=execute iteration=1 ns=1\n"u8);
        Assert.Equal(100_000, reader.Readings.Count);
        Assert.NotNull(reader.MalformedRow);
    }

    [Fact]
    public void Random_bytes_never_throw_and_mean_the_same_however_they_arrive()
    {
        Random random = new(7);
        string[] pieces = ["bench: ", "main-at=", "phase=execute ", "iteration=1 ", "ns=12", "\n", "\r\n", "\0", "é", new string('y', 4000), "9"];
        for (int round = 0; round < 500; round++)
        {
            StringBuilder text = new();
            for (int i = random.Next(30); i > 0; i--)
                text.Append(random.Next(10) == 0 ? ((char)random.Next(256)).ToString() : pieces[random.Next(pieces.Length)]);
            byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
            int first = random.Next(bytes.Length + 1), second = random.Next(first, bytes.Length + 1);
            AssertSame(text.ToString(), bytes[..first], bytes[first..second], bytes[second..]);
        }
    }

    private static void AssertSame(string text, params byte[][] parts)
    {
        (RowReader whole, string rest) = Read(text);
        RowReader split = new();
        foreach (byte[] part in parts)
            split.Append(part);
        Assert.Equal(rest, split.Finish());
        Assert.Equal(whole.MainAtUnixNs, split.MainAtUnixNs);
        Assert.Equal(whole.Readings, split.Readings);
        Assert.Equal(whole.MalformedRow, split.MalformedRow);
    }

    private static (RowReader Reader, string Other) Read(string text)
    {
        RowReader reader = new();
        reader.Append(Encoding.UTF8.GetBytes(text));
        return (reader, reader.Finish());
    }
}
