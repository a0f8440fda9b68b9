using System.Text;
using Bench.Backends.Docker;
using Bench.Streaming;

namespace Bench.Tests;

/// <summary>Functions that go wrong, one fault each: tests/guests/functions/misbehave.c on hosts of every family.</summary>
public sealed class HostsFaultTests(HostsFixture hosts) : IClassFixture<HostsFixture>
{
    private const string Interpreter = "wasmedge-interpreter", Wasm2c = "wasm2c", Native = "worker:native-clang",
        EngineAot = "worker:wasmedge-aot", EngineInterpreter = "worker:wasmedge-interpreter", Node = "worker:node", Container = "container";

    private static readonly string[] s_kinds = [Interpreter, Wasm2c, Native, EngineAot, EngineInterpreter, "worker:wasm2c", Node, "worker:bun-omg", Container];

    public static TheoryData<string> Kinds() => [.. s_kinds];

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public Task A_trap_loses_its_message(string kind) => AssertFaultAsync(kind, "t", FunctionFault.Trap);

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task A_function_that_never_ends_is_stopped_at_its_deadline(string kind) =>
        await AssertFaultAsync(kind, "l", FunctionFault.Deadline, spec => spec with { Deadline = TimeSpan.FromMilliseconds(300), CostLimit = ulong.MaxValue });

    [SkippableFact]
    public async Task An_interpreted_function_that_never_ends_is_stopped_by_its_instructions() =>
        Assert.Contains("1000000 instructions", await AssertFaultAsync(Interpreter, "l", FunctionFault.Limit, static spec => spec with { CostLimit = 1_000_000 }));

    [SkippableTheory]
    [InlineData(Interpreter, FunctionFault.Limit)]   // its calls cost instructions, and it has no stack of its own to run out of
    [InlineData(Wasm2c, FunctionFault.Trap)]
    [InlineData(Native, FunctionFault.Trap)]
    [InlineData("worker:wasm2c", FunctionFault.Trap)]
    [InlineData(Node, FunctionFault.Trap)]
    [InlineData(Container, FunctionFault.Trap)]
    public async Task A_function_that_calls_itself_for_ever_harms_nobody_else(string kind, FunctionFault expected) =>
        await AssertFaultAsync(kind, "r", expected, static spec => spec with { CostLimit = 2_000_000 });

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task A_function_that_takes_all_memory_is_ended_at_its_limit(string kind) =>
        await AssertFaultAsync(kind, "m", FunctionFault.Limit, static spec => spec with { MemoryBytes = 32 << 20 });

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Replies_without_end_are_ended_at_their_limit_empty_ones_too(string kind)
    {
        foreach (string data in (string[])["flood", "zero"])
            Assert.Contains("10000 bytes", await AssertFaultAsync(kind, data, FunctionFault.Limit, static spec => spec with { ReplyBytes = 10_000 }));
    }

    [SkippableTheory]
    [InlineData(Native)]
    [InlineData(EngineAot)]
    [InlineData(Node)]
    [InlineData(Container)]
    public async Task A_worker_that_leaves_is_quoted(string kind)
    {
        string message = await AssertFaultAsync(kind, "x", FunctionFault.Died);
        Assert.Contains("exit code 3", message);
        Assert.Contains("left on its own", message);
    }

    [SkippableFact]
    public async Task A_worker_that_is_killed_has_died() => Assert.Contains("SIGKILL", await AssertFaultAsync(Native, "k", FunctionFault.Died));

    [SkippableFact]
    public async Task A_container_that_is_killed_between_two_messages_has_died_and_none_is_left()
    {
        await hosts.RequireAsync(Container);
        DockerEngine engine = await hosts.Machine.Engine.GetAsync(hosts.Machine.Tools, default);
        await using (IFunctionHost host = await hosts.StartAsync(Container, Misbehaving(Container)))
        {
            await HostsFixture.InvokeAsync(host, 0x33, "hello"u8.ToArray());
            foreach (ContainerListed container in await engine.ListAsync("bench", default))
                await engine.KillAsync(container.Id, default);
            FunctionFaultException fault = await Assert.ThrowsAsync<FunctionFaultException>(() => HostsFixture.InvokeAsync(host, 0x33, "hello"u8.ToArray()));
            Assert.Equal((FunctionFault.Died, "ended by SIGKILL"), (fault.Fault, fault.Message));
        }
        Assert.Empty(await engine.ListAsync("bench", default));
    }

    [SkippableTheory]
    [InlineData(Native)]
    [InlineData(EngineAot)]
    [InlineData(Node)]
    [InlineData(Container)]
    public async Task A_worker_that_writes_something_else_than_frames_is_not_believed(string kind) =>
        Assert.Contains(Convert.ToHexStringLower("rubbish\n"u8), await AssertFaultAsync(kind, "g", FunctionFault.BadOutput));

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Several_replies_and_none_are_both_answers(string kind)
    {
        await hosts.RequireAsync(kind);
        await using IFunctionHost host = await hosts.StartAsync(kind, Misbehaving(kind));
        Assert.Equal([0x33, 0x35], host.ObservedTags);
        FunctionCall two = await HostsFixture.InvokeAsync(host, 0x35, "2b"u8.ToArray());
        Assert.Equal([(0x34, "2b"), (0x36, "2")], Enumerable.Range(0, two.Replies).Select(at => ((int)two[at].Tag, Encoding.ASCII.GetString(two[at].Data.Span))));
        Assert.Equal(0, (await HostsFixture.InvokeAsync(host, 0x33, "s"u8.ToArray())).Replies);
    }

    private FunctionSpec Misbehaving(string kind) => new() { Function = hosts.Compile("misbehave", kind) };

    /// <summary>The message is lost with this fault, and the next host works.</summary>
    /// <returns>What the fault says.</returns>
    private async Task<string> AssertFaultAsync(string kind, string data, FunctionFault expected, Func<FunctionSpec, FunctionSpec>? change = null)
    {
        await hosts.RequireAsync(kind);
        FunctionSpec spec = Misbehaving(kind);
        FunctionFaultException fault = await Assert.ThrowsAsync<FunctionFaultException>(
            () => hosts.InvokeOnceAsync(kind, change?.Invoke(spec) ?? spec, Encoding.ASCII.GetBytes(data)));
        Assert.Equal($"{expected}: {fault.Message}", $"{fault.Fault}: {fault.Message}");
        Assert.DoesNotContain('\n', fault.Message);
        FunctionCall after = await hosts.InvokeOnceAsync(kind, spec, "hello"u8.ToArray());
        Assert.Equal("hello", Encoding.ASCII.GetString(after[0].Data.Span));
        return fault.Message;
    }
}
