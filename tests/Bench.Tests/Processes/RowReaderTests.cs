using System.Text;
using Bench.Core;
using FsCheck;
using FsCheck.Fluent;

namespace Bench.Tests;

public sealed class RowReaderTests
{
    [Fact]
    public void Rows_are_taken_out_and_the_rest_is_kept()
    {
        RowReader reader = Read("warming up\nbench: main-at=1763694000123456789\nbench: phase=execute iteration=1 ns=48211377\nbench: phase=read-input iteration=2147483647 ns=0\ndone\n");

        Assert.Equal(1763694000123456789, reader.MainAtUnixNs);
        Assert.Equal([new Reading(1, "execute", Metric.Wall, 48211377), new Reading(int.MaxValue, "read-input", Metric.Wall, 0)], reader.Readings);
        Assert.Equal("warming up\ndone", reader.Finish());
        Assert.Null(reader.MalformedRow);
    }

    [Fact]
    public void Bytes_that_only_the_program_knows_are_taken_too() =>
        Assert.Equal([new Reading(0, "operation", Metric.AllocatedBytes, 24), new Reading(0, "operation", Metric.ArrivedBytes, 0)],
            Read("bench: phase=operation metric=allocated-bytes value=24\nbench: phase=operation metric=arrived-bytes value=0\n").Readings);

    [Fact]
    public void Lines_may_end_as_on_windows() =>
        Assert.Equal([new Reading(1, "execute", Metric.Wall, 5)], Read("bench: phase=execute iteration=1 ns=5\r\n").Readings);

    [Fact]
    public void The_first_main_counts() => Assert.Equal(1, Read("bench: main-at=1\nbench: main-at=2\n").MainAtUnixNs);

    [Theory]
    [InlineData("bench: ")]
    [InlineData("bench: hello")]
    [InlineData("bench: main-at=")]
    [InlineData("bench: main-at=-1")]
    [InlineData("bench: main-at=9223372036854775808")]
    [InlineData("bench: main-at=11111111111111111111111111")]
    [InlineData("bench: phase=execute iteration=1 ns=fast")]
    [InlineData("bench: phase=execute iteration=1 ns=-5")]
    [InlineData("bench: phase=execute iteration=1 ns=1.5")]
    [InlineData("bench: phase=execute iteration=1 ns=+5")]
    [InlineData("bench: phase=execute iteration=1 ns=5 ")]
    [InlineData("bench: phase=execute iteration=1  ns=5")]
    [InlineData("bench: phase=execute iteration=0 ns=5")]
    [InlineData("bench: phase=execute iteration=2147483648 ns=5")]
    [InlineData("bench: phase=execute iteration=1 ns=9223372036854775808")]
    [InlineData("bench: phase=execute iteration=١ ns=٥")]
    [InlineData("bench: phase=Execute iteration=1 ns=5")]
    [InlineData("bench: phase= iteration=1 ns=5")]
    [InlineData("bench: phase=total iteration=1 ns=5")]
    [InlineData("bench: phase=startup iteration=1 ns=5")]
    [InlineData("bench: phase=build iteration=1 ns=5")]
    [InlineData("bench: phase=compile iteration=1 ns=5")]
    [InlineData("bench: phase=create iteration=1 ns=5")]
    [InlineData("bench: phase=start iteration=1 ns=5")]
    [InlineData("bench: phase=remove iteration=1 ns=5")]
    [InlineData("bench: phase=a/b iteration=1 ns=5")]
    [InlineData("bench: iteration=1 phase=execute ns=5")]
    [InlineData("bench: phase=operation metric=peak-rss value=5")]
    [InlineData("bench: phase=operation metric=wall value=5")]
    [InlineData("bench: phase=operation metric=bytes value=5")]
    [InlineData("bench: phase=operation metric=payload-bytes value=-5")]
    [InlineData("bench: phase=total metric=payload-bytes value=5")]
    [InlineData("bench: phase=execute iteration=1 ns=5 bench: phase=execute iteration=2 ns=5")]
    public void A_row_that_is_none_is_quoted(string row)
    {
        RowReader reader = Read(row + "\n");

        Assert.Equal(row.Trim(), reader.MalformedRow);
        Assert.Empty(reader.Readings);
        Assert.Null(reader.MainAtUnixNs);
    }

    [Fact]
    public void A_row_without_the_end_of_its_line_may_lack_digits_and_is_none()
    {
        RowReader reader = Read("bench: phase=execute iteration=1 ns=48");
        reader.Finish();

        Assert.Empty(reader.Readings);
        Assert.Equal("bench: phase=execute iteration=1 ns=48 (the line does not end)", reader.MalformedRow);
    }

    [Fact]
    public void Rows_come_out_the_same_however_the_pipe_cuts_them()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("before\nbench: main-at=17\r\nbench: phase=execute iteration=1 ns=48\nafter");
        for (int first = 0; first <= bytes.Length; first++)
            for (int second = first; second <= bytes.Length; second++)
            {
                RowReader reader = new();
                reader.Append(bytes.AsSpan(0, first));
                reader.Append(bytes.AsSpan(first, second - first));
                reader.Append(bytes.AsSpan(second));

                Assert.Equal("before\nafter", reader.Finish());
                Assert.Equal((17L, (string?)null), (reader.MainAtUnixNs!.Value, reader.MalformedRow));
                Assert.Equal([new Reading(1, "execute", Metric.Wall, 48)], reader.Readings);
            }
    }

    [Theory, InlineData(1), InlineData(4090), InlineData(4096), InlineData(4097), InlineData(8192), InlineData(100_000)]
    public void Text_in_the_middle_of_a_long_line_is_never_a_row(int before)
    {
        foreach (int chunk in (int[])[1, 7, 4096, 65536])
        {
            RowReader reader = Read(new string('x', before) + "bench: phase=execute iteration=1 ns=5\n", chunk);

            Assert.Empty(reader.Readings);
            Assert.Null(reader.MalformedRow);
            Assert.EndsWith("xbench: phase=execute iteration=1 ns=5", reader.Finish(), StringComparison.Ordinal);
        }
    }

    [Theory, InlineData(1), InlineData(4096), InlineData(1 << 20)]
    public void A_row_that_is_too_long_is_no_row_wherever_the_pipe_cuts_it(int chunk)
    {
        RowReader reader = Read("bench: phase=" + new string('x', 10_000) + "\nbench: main-at=5\n", chunk);

        Assert.StartsWith("bench: phase=xxx", reader.MalformedRow, StringComparison.Ordinal);
        Assert.InRange(reader.MalformedRow!.Length, 1, 210);
        Assert.Equal(5, reader.MainAtUnixNs);
    }

    [Fact]
    public void A_flood_of_rows_is_cut_off_and_said()
    {
        RowReader reader = new();
        for (int i = 1; i <= 100_001; i++)
            reader.Append(Encoding.UTF8.GetBytes($"bench: phase=execute iteration={i} ns=1\n"));

        Assert.Equal(100_000, reader.Readings.Count);
        Assert.Contains("after 100000 others", reader.MalformedRow, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_bytes_in_any_pieces_are_read_without_a_complaint_and_in_bounded_memory()
    {
        Gen<byte[]> piece = Gen.OneOf(
            ArbMap.Default.GeneratorFor<byte[]>(),
            Gen.Elements("bench: ", "main-at=", "phase=execute ", "iteration=1 ", "ns=99", "\n", "\r\n", "bench: main-at=1\n", new string('y', 5000)).Select(Encoding.UTF8.GetBytes));
        Prop.ForAll(piece.ListOf().ToArbitrary(), pieces =>
        {
            RowReader whole = new(), cut = new();
            whole.Append(pieces.SelectMany(static one => one).ToArray());
            foreach (byte[] one in pieces)
                cut.Append(one);
            string tail = whole.Finish();
            return tail == cut.Finish() && tail.Length <= 4096 && whole.MalformedRow == cut.MalformedRow && whole.MainAtUnixNs == cut.MainAtUnixNs
                && whole.Readings.SequenceEqual(cut.Readings);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void An_endless_line_does_not_stay_in_memory()
    {
        byte[] piece = [.. Enumerable.Repeat((byte)'z', 1 << 16)];
        RowReader reader = new();
        reader.Append("bench: "u8);
        reader.Append(piece);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            reader.Append(piece);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
    }

    private static RowReader Read(string text, int chunk = int.MaxValue)
    {
        RowReader reader = new();
        foreach (byte[] piece in Encoding.UTF8.GetBytes(text).Chunk(chunk))
            reader.Append(piece);
        return reader;
    }
}
