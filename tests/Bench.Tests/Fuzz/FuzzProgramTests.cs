using System.Diagnostics;
using Bench.Core;

namespace Bench.Tests;

/// <summary>The fuzzer as it is run: what it finds, how it says so, and that it finds what is broken.</summary>
public sealed class FuzzProgramTests
{
    private static readonly string[] s_targets = ["frames", "gate-rules", "y3", "y3-json", "y3-notation", "y3-scanner"];
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(2);

    public static TheoryData<string> Targets => [.. s_targets];

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Twenty_thousand_inputs_find_nothing(string target)
    {
        CapturedOutput output = await FuzzAsync(target, "--inputs", "20000", "--seed", "20260131");
        Assert.True(output.Succeeded, output.Stdout);
        Assert.Matches($@"^{target}: 20,000 inputs in [\d.]+ s \([\d,]+/s\), seed 20260131: no finding\n$", output.Stdout);
        Assert.Matches($@"^{target}: seed 20260131, \d+ threads\n$", output.Stderr);
    }

    [Fact]
    public async Task Every_target_is_on_the_help_and_in_these_tests()
    {
        string help = (await FuzzAsync("--help")).Stdout;
        Assert.All(s_targets, one => Assert.Contains($"{one}: ", help, StringComparison.Ordinal));
        string listed = (await FuzzAsync("nothing")).Stderr.Split("there are ")[1];
        Assert.Equal(s_targets, listed.Trim().Split(", ").Where(static one => !one.StartsWith("planted-", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("planted-exception", "System.InvalidOperationException: planted")]
    [InlineData("planted-disagreement", "not so: planted; 1 and -1")]
    [InlineData("planted-allocation", "4160 are allowed (4096, and 64 for each byte of the input)")]
    public async Task What_is_broken_is_found_reduced_to_the_byte_that_shows_it_and_found_again(string target, string message)
    {
        CapturedOutput output = await FuzzAsync(target, "--inputs", "100000", "--seed", "1");
        Assert.Equal(new ExitStatus.Exited(1), output.Exit);
        Assert.Contains(message, output.Stdout, StringComparison.Ordinal);
        Assert.Matches(@"\nits 1 bytes, of \d+ before they were reduced: EE\n", output.Stdout);
        Assert.Matches(@"\n" + target + @": [\d,]+ inputs in .*: 1 finding\n$", output.Stdout);

        string[] again = output.Stdout.Split('\n').Single(static line => line.StartsWith("again: ", StringComparison.Ordinal)).Split(" -- ")[1].Split(' ');
        CapturedOutput second = await FuzzAsync(again);
        Assert.Equal(new ExitStatus.Exited(1), second.Exit);
        Assert.Contains(message, second.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_input_that_does_not_end_is_found_and_printed()
    {
        CapturedOutput output = await FuzzAsync("planted-hang", "--seed", "1", "--hang-seconds", "0.5");
        Assert.Equal(new ExitStatus.Exited(1), output.Exit);
        Assert.Contains("did not end within 0.5 s", output.Stdout, StringComparison.Ordinal);
        Assert.Matches(@"\nits \d+ bytes: [0-9A-F]*EE[0-9A-F]*\n", output.Stdout);
    }

    [Fact]
    public async Task The_finding_is_the_same_for_any_number_of_threads()
    {
        string one = Finding(await FuzzAsync("planted-exception", "--seed", "5", "--threads", "1"));
        string three = Finding(await FuzzAsync("planted-exception", "--seed", "5", "--threads", "3"));
        Assert.Equal(one, three);
        Assert.NotEqual(one, Finding(await FuzzAsync("planted-exception", "--seed", "6", "--threads", "1")));
    }

    [Fact]
    public async Task An_interruption_ends_with_the_closing_line()
    {
        Command command = FakeChild.Program("Bench.Fuzz", "y3", "--inputs", "1000000000000");
        ProcessStartInfo start = new(command.Executable, command.Arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process fuzz = Process.Start(start)!;
        try
        {
            Assert.StartsWith("y3: seed ", await fuzz.StandardError.ReadLineAsync().WaitAsync(s_timeout), StringComparison.Ordinal);
            Assert.True((await ChildProcess.CaptureAsync(FakeChild.Shell($"kill -TERM {fuzz.Id}"), s_timeout, CancellationToken.None)).Succeeded);
            Assert.EndsWith(": interrupted, no finding\n", await fuzz.StandardOutput.ReadToEndAsync().WaitAsync(s_timeout), StringComparison.Ordinal);
            await fuzz.WaitForExitAsync().WaitAsync(s_timeout);
            Assert.Equal(130, fuzz.ExitCode);
        }
        finally
        {
            fuzz.Kill();
        }
    }

    [Theory]
    [InlineData("unknown target 'y4'; there are ", "y4")]
    [InlineData("--input 8: these are no hexadecimal digits, two for each byte", "y3", "--input", "8")]
    public async Task A_wrong_word_is_exit_code_2(string message, params string[] arguments)
    {
        CapturedOutput output = await FuzzAsync(arguments);
        Assert.Equal(new ExitStatus.Exited(2), output.Exit);
        Assert.StartsWith($"fuzz: {message}", output.Stderr, StringComparison.Ordinal);
    }

    private static string Finding(CapturedOutput output) => string.Join('\n', output.Stdout.Split('\n').Where(static line => !line.Contains(" inputs in ", StringComparison.Ordinal)));

    private static Task<CapturedOutput> FuzzAsync(params string[] arguments) =>
        ChildProcess.CaptureAsync(FakeChild.Program("Bench.Fuzz", arguments), s_timeout, CancellationToken.None);
}
