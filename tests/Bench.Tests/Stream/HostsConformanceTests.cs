using System.Buffers;
using System.Diagnostics;
using System.Text;
using Bench.Core;
using Bench.Streaming;
using Bench.Y3;

namespace Bench.Tests;

/// <summary>The project's functions (workloads/functions) on every host that this machine has.</summary>
public sealed class HostsConformanceTests(HostsFixture hosts) : IClassFixture<HostsFixture>
{
    private static readonly string[] s_functions = ["noise-average", "triple", "upper"];

    private static readonly string[] s_kinds =
    [
        "wasmedge-interpreter", "wasm2c", "worker:native-clang", "worker:native-gcc", "worker:wasm2c", "worker:wasmedge-aot", "worker:wasmedge-jit",
        "worker:wasmedge-interpreter", "worker:node", "worker:bun-omg", "worker:deno", "worker:wasmtime-cranelift", "worker:wasm3", "worker:dotnet-jit", "worker:dotnet-aot", "container", "container:crun", "container:runsc",
    ];

    public static TheoryData<string> Kinds() => [.. s_kinds];

    [Fact]
    public void Every_function_of_the_project_is_tested_here() =>
        Assert.Equal(s_functions, Directory.EnumerateFiles(Path.Combine(Repo.Root, "workloads", "functions"), "expected.txt", SearchOption.AllDirectories)
            .Select(static file => Path.GetFileName(Path.GetDirectoryName(file)!)).Order(StringComparer.Ordinal));

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Every_function_gives_the_expected_replies(string kind)
    {
        await hosts.RequireAsync(kind);
        foreach (string function in s_functions)
        {
            FunctionSpec spec = new() { Function = function };
            IFunctionHost host = await hosts.StartAsync(kind, spec);
            Assert.Equal([0x33], host.ObservedTags);
            foreach ((byte tag, byte[] data, string expected) in Expected(function))
            {
                string answer = await AnswerAsync(host, tag, data);
                Assert.Equal($"{function} {Convert.ToHexStringLower(data)}: {expected}", $"{function} {Convert.ToHexStringLower(data)}: {answer}");
                if (answer != "fault")
                    continue;
                await host.DisposeAsync();
                host = await hosts.StartAsync(kind, spec);
            }
            await host.DisposeAsync();
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task A_message_larger_than_any_pipe_comes_back_whole(string kind)
    {
        await hosts.RequireAsync(kind);
        byte[] text = [.. Enumerable.Range(0, 3_000_001).Select(static at => (byte)('a' + (at % 26)))];
        FunctionSpec spec = new() { Function = "upper", CostLimit = ulong.MaxValue, Deadline = TimeSpan.FromMinutes(1) };
        FunctionCall call = await hosts.InvokeOnceAsync(kind, spec, text);
        Assert.Equal(Encoding.ASCII.GetString(text).ToUpperInvariant(), Encoding.ASCII.GetString(call[0].Data.Span));
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task The_guests_own_time_lies_within_the_call(string kind)
    {
        await hosts.RequireAsync(kind);
        await using IFunctionHost host = await hosts.StartAsync(kind, new FunctionSpec { Function = "upper" });
        long begin = Stopwatch.GetTimestamp();
        FunctionCall call = await HostsFixture.InvokeAsync(host, 0x33, "text"u8.ToArray());
        Assert.InRange(call.GuestEntered, begin, call.GuestLeft);
        Assert.InRange(call.GuestLeft, call.GuestEntered, Stopwatch.GetTimestamp());
    }

    [SkippableFact]
    public async Task The_published_example_s_float_comes_out_three_times_as_large()
    {
        await hosts.RequireAsync("wasmedge-interpreter");
        FunctionCall call = await hosts.InvokeOnceAsync("wasmedge-interpreter", new FunctionSpec { Function = "triple" }, [0x43, 0x20, 0x60, 0x26]);
        Assert.Equal(OperationStatus.Done, VarFloat.TryRead(call[0].Data.Span, out float value));
        Assert.Equal(481.127f, value, 0.001f);
    }

    [Theory]
    [InlineData("wasm2", "unknown function host 'wasm2'; did you mean wasm2c")]
    [InlineData("worker:nod", "unknown function host 'worker:nod'; did you mean worker:node or ")]
    [InlineData("somewhere", "unknown function host 'somewhere'; ./bench list shows them all")]
    public void An_unknown_kind_is_answered_with_near_ones(string kind, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<UsageException>(() => hosts.Hosts.Find(kind)).Message);

    private static async Task<string> AnswerAsync(IFunctionHost host, byte tag, byte[] data)
    {
        FunctionCall call;
        try
        {
            call = await HostsFixture.InvokeAsync(host, tag, data);
        }
        catch (FunctionFaultException e) when (e.Fault == FunctionFault.Trap)
        {
            return "fault";
        }
        return string.Join(", ", Enumerable.Range(0, call.Replies).Select(at => $"{call[at].Tag:x2} {Convert.ToHexStringLower(call[at].Data.Span)}".TrimEnd()));
    }

    /// <summary>Lines of <c>TAG DATA -> TAG DATA, …</c> in hexadecimal, or <c>-> fault</c>; others are comments.</summary>
    private static IEnumerable<(byte Tag, byte[] Data, string Expected)> Expected(string function)
    {
        foreach (string line in File.ReadLines(Path.Combine(Repo.Root, "workloads", "functions", function, "expected.txt")))
            if (!line.StartsWith('#') && line.Split(" -> ") is [string message, string expected])
            {
                string[] parts = message.Split(' ');
                yield return (Convert.ToByte(parts[0], 16), parts.Length > 1 ? Convert.FromHexString(parts[1]) : [], expected);
            }
    }
}
