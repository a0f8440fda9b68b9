using System.Security.Cryptography;
using System.Text;
using Bench.Core;
using FsCheck;
using FsCheck.Fluent;

namespace Bench.Tests.Measuring;

public sealed class OutputDigestTests
{
    private static readonly byte[] s_log = Encoding.UTF8.GetBytes(
        "[2026-01-31 12:00:00.123] [error] execution failed: unreachable, Code: 0x40a\n[2026-01-31 12:00:00.124] [error]     In instruction: unreachable\n");

    /// <summary>Binary: what could be taken for the beginning of a log line, then what could not be text.</summary>
    private static readonly byte[][] s_answers =
    [
        [], [0], [(byte)'['], [(byte)'\n'], [.. "[2026-"u8, 0xff, 0, 10, 13, 255], [.. "P4\n200 200\n"u8, 0, 128, 255], [.. "[20260131 12:00] no log\n"u8],
        [.. "42\n[2026-01-31 12:00:00.123] [info] not the engine's any more\n"u8], [.. "\n[2026-01-31 12:00:00.123] x\n"u8],
    ];

    [Fact]
    public void Log_lines_before_the_answer_are_left_out_wherever_the_pipe_cuts_them()
    {
        foreach (byte[] answer in s_answers)
        {
            byte[] bytes = [.. s_log, .. answer];
            for (int first = 0; first <= bytes.Length; first++)
                AssertAnswer(answer, Digest(skipLog: true, bytes[..first], bytes[first..]));
            AssertAnswer(answer, Digest(skipLog: true, [.. bytes.Select(static one => new[] { one })]));
        }
    }

    [Fact]
    public void Without_the_option_nothing_is_left_out() => AssertAnswer(s_log, Digest(skipLog: false, s_log));

    [Fact]
    public void Log_lines_that_were_left_out_explain_a_failure_in_the_tail() =>
        Assert.Contains("unreachable", Digest(skipLog: true, s_log).Tail, StringComparison.Ordinal);

    [Fact]
    public void A_log_line_that_never_ends_is_output_and_not_held()
    {
        byte[] endless = [.. s_log[..30], .. Enumerable.Repeat((byte)'x', 1_000_000)];

        AssertAnswer(endless, Digest(skipLog: true, [.. endless.Chunk(1000)]));
    }

    [Fact]
    public void Any_output_has_its_own_digest_length_head_and_tail() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[][]>(), pieces =>
        {
            byte[] all = [.. pieces.SelectMany(static one => one)];
            AssertAnswer(all, Digest(skipLog: false, pieces));
        }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Head_and_tail_show_the_beginning_and_the_end()
    {
        OutputSummary summary = Digest(skipLog: false, Encoding.UTF8.GetBytes("begin" + new string('-', 10_000) + "end\u0007"));

        Assert.StartsWith("begin---", summary.Head, StringComparison.Ordinal);
        Assert.Equal(256, summary.Head.Length);
        Assert.EndsWith("---end\uFFFD", summary.Tail, StringComparison.Ordinal);
        Assert.Equal(2048, summary.Tail.Length);
    }

    [Fact]
    public void The_summary_of_nothing_is_the_digest_of_nothing() => Assert.Equal(OutputSummary.Empty, Digest(skipLog: true));

    private static void AssertAnswer(byte[] answer, OutputSummary summary) =>
        Assert.Equal((Convert.ToHexStringLower(SHA256.HashData(answer)), answer.Length), (summary.Sha256, (int)summary.Bytes));

    private static OutputSummary Digest(bool skipLog, params byte[][] pieces)
    {
        using OutputDigest digest = new(skipLog);
        foreach (byte[] piece in pieces)
            digest.Append(piece);
        return digest.Finish();
    }
}
