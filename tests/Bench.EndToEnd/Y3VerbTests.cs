using Bench.Core;
using Xunit;

namespace Bench.EndToEnd;

/// <summary><c>bench y3</c> with files and standard input, as a person or a script uses it.</summary>
public sealed class Y3VerbTests : IDisposable
{
    private const string Json = """{"0x01": {"0x30": {"0x10": "hi", "0x11": {"float32": 456}, "0x12": [1, 255]}}}""";
    private static readonly byte[] s_message = [0x81, 0x13, 0xB0, 0x11, 0x10, 0x02, 0x68, 0x69, 0x11, 0x02, 0x43, 0xE4, 0xD2, 0x07, 0x00, 0x01, 0x01, 0x00, 0x02, 0x00, 0xFF];

    private readonly Checkout _checkout = new();

    public void Dispose() => _checkout.Dispose();

    [Fact]
    public async Task JSON_becomes_a_message_and_this_a_tree_and_JSON_again()
    {
        await File.WriteAllTextAsync(_checkout.PathOf("m.json"), Json);
        CapturedOutput made = await _checkout.BenchAsync("y3", "from-json", "m.json", "-o", "m.bin");
        Assert.True(made.Succeeded, made.Stderr);
        Assert.Equal(s_message, await File.ReadAllBytesAsync(_checkout.PathOf("m.bin")));
        Assert.Empty(made.Stdout);

        CapturedOutput tree = await _checkout.BenchAsync("y3", "dump", "m.bin", "--decimal");
        Assert.True(tree.Succeeded, tree.Stderr);
        Assert.Contains("\n       4         2      10 primitive 0x10  68 69  \"hi\", integer 26729\n", tree.Stdout, StringComparison.Ordinal);
        Assert.DoesNotContain('\x1b', tree.Stdout);

        CapturedOutput json = await _checkout.BenchAsync("y3", "dump", "m.bin", "--json");
        Assert.True(json.Succeeded, json.Stderr);
        await File.WriteAllTextAsync(_checkout.PathOf("again.json"), json.Stdout);
        Assert.True((await _checkout.BenchAsync("y3", "from-json", "again.json", "--out", "again.bin")).Succeeded);
        Assert.Equal(s_message, await File.ReadAllBytesAsync(_checkout.PathOf("again.bin")));
    }

    [Fact]
    public async Task Standard_streams_take_the_place_of_files()
    {
        CapturedOutput output = await ShellAsync($"echo '{Json}' | $BENCH y3 from-json --pvarint - | $BENCH y3 dump --pvarint -");
        Assert.True(output.Succeeded, output.Stderr);
        Assert.Contains("00 primitive 0x00  81 7F  integer 255\n", output.Stdout, StringComparison.Ordinal);

        CapturedOutput pasted = await ShellAsync("echo '0x81, 0x3, 0x10,0x01\n 41' | $BENCH y3 dump --hex --max-bytes 0 -");
        Assert.True(pasted.Succeeded, pasted.Stderr);
        Assert.Contains("10 primitive 0x10  … 1 more  integer 65, \"A\", float32 8, float64 131072\n", pasted.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_message_is_shown_up_to_the_fault_and_is_exit_code_2()
    {
        await File.WriteAllBytesAsync(_checkout.PathOf("cut.bin"), s_message[..8]);
        CapturedOutput tree = await _checkout.BenchAsync("y3", "dump", "cut.bin");
        Assert.Equal(new ExitStatus.Exited(2), tree.Exit);
        Assert.EndsWith("10 primitive 0x10  68 69  \"hi\", integer 26729\n  0x0008" + new string(' ', 16) + "! the input ends here, the message would at 0x0015\n", tree.Stdout, StringComparison.Ordinal);
        Assert.Equal("bench: cut.bin: offset 0x0008: the input ends here, the message would at 0x0015\n", tree.Stderr);

        CapturedOutput json = await _checkout.BenchAsync("y3", "dump", "cut.bin", "--json");
        Assert.Equal(new ExitStatus.Exited(2), json.Exit);
        Assert.Equal(("", "bench: cut.bin: offset 0: the message that begins here is not whole; without --json what can be read is shown\n"), (json.Stdout, json.Stderr));
    }

    [Fact]
    public async Task A_mistake_in_JSON_or_in_digits_gets_one_line()
    {
        await File.WriteAllTextAsync(_checkout.PathOf("m.json"), "{\"0x01\":\n  {\"0x10\": null}}");
        CapturedOutput json = await _checkout.BenchAsync("y3", "from-json", "m.json", "-o", "m.bin");
        Assert.Equal(new ExitStatus.Exited(2), json.Exit);
        Assert.Equal("bench: m.json(2,12): null is no value; an empty one is \"\" at '0x01.0x10'\n", json.Stderr);
        Assert.False(File.Exists(_checkout.PathOf("m.bin")));

        await File.WriteAllTextAsync(_checkout.PathOf("m.hex"), "81 00 8g");
        CapturedOutput digits = await _checkout.BenchAsync("y3", "dump", "--hex", "m.hex");
        Assert.Equal(new ExitStatus.Exited(2), digits.Exit);
        Assert.Equal("bench: m.hex: '8g' is no hexadecimal digits, two for each byte\n", digits.Stderr);
    }

    [Fact]
    public async Task Both_verbs_show_an_example_in_their_help()
    {
        Assert.Contains("Example:\n  echo 81 ", (await _checkout.BenchAsync("y3", "dump", "--help")).Stdout, StringComparison.Ordinal);
        Assert.Contains("Example:\n  echo '{\"0x01\"", (await _checkout.BenchAsync("y3", "from-json", "--help")).Stdout, StringComparison.Ordinal);
    }

    private Task<CapturedOutput> ShellAsync(string script) =>
        ChildProcess.CaptureAsync(Command.Of("sh", "-c", $"BENCH='dotnet {_checkout.PathOf("artifacts/publish/bench.dll")}'; {script}"), TimeSpan.FromMinutes(1), CancellationToken.None);
}
