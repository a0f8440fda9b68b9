using System.Buffers.Binary;
using System.Text;
using Bench.Core;
using Bench.Streaming;
using Bench.Wasm;

namespace Bench.Tests;

/// <summary>Guests in this process beyond what all hosts have in common: WASI, what the file says about itself, threads.</summary>
public sealed class WasmGuestTests(HostsFixture hosts) : IClassFixture<HostsFixture>
{
    private static readonly GuestLimits s_limits = new(16 << 20, 50_000_000, TimeSpan.FromSeconds(5));

    [SkippableTheory]
    [InlineData("wasmedge-interpreter")]
    [InlineData("wasm2c")]
    public async Task A_guest_with_wasi_has_clocks_and_random_bytes_but_no_environment(string kind)
    {
        await hosts.RequireAsync(kind);
        await hosts.RequireAsync("worker:wasm2c");   // for wasi-libc
        FunctionCall call = await hosts.InvokeOnceAsync(kind, new FunctionSpec { Function = hosts.Compile("chatty", GuestForm.WasiGuest) }, "?"u8.ToArray());
        Assert.Equal("year>2000:1 steady:1 random:1 home:0", Encoding.ASCII.GetString(call[0].Data.Span));
    }

    [SkippableTheory]
    [InlineData("wasmedge-interpreter", "it exited with 5; it printed: left with 5")]
    [InlineData("wasm2c", "it exited with an error")]
    public async Task A_guest_that_exits_ends_itself_and_not_this_process(string kind, string expected)
    {
        await hosts.RequireAsync(kind);
        await hosts.RequireAsync("worker:wasm2c");
        FunctionSpec spec = new() { Function = hosts.Compile("chatty", GuestForm.WasiGuest) };
        FunctionFaultException fault = await Assert.ThrowsAsync<FunctionFaultException>(() => hosts.InvokeOnceAsync(kind, spec, [(byte)'x', 5]));
        Assert.Equal((FunctionFault.Trap, expected), (fault.Fault, fault.Message));
        Assert.Equal(0, (await hosts.InvokeOnceAsync(kind, spec, [(byte)'x', 0])).Replies);
    }

    [SkippableTheory]
    [InlineData("wasmedge-interpreter")]
    [InlineData("wasm2c")]
    public async Task Guests_trap_on_many_threads_at_once_and_managed_faults_stay_managed(string kind)
    {
        await hosts.RequireAsync(kind);
        FunctionSpec spec = new() { Function = hosts.Compile("misbehave", kind), CostLimit = 100_000 };
        Func<IFunctionHost> make = await hosts.Hosts.PrepareAsync(kind, spec, default);
        string? nothing = null;
        await Parallel.ForAsync(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (at, ct) =>
        {
            await using IFunctionHost host = make();
            await host.StartAsync(ct);
            Assert.Equal("hello", Encoding.ASCII.GetString((await HostsFixture.InvokeAsync(host, 0x33, "hello"u8.ToArray()))[0].Data.Span));
            await Assert.ThrowsAsync<FunctionFaultException>(() => HostsFixture.InvokeAsync(host, 0x33, at % 2 == 0 ? "t"u8.ToArray() : "r"u8.ToArray()));
            Assert.Throws<NullReferenceException>(() => nothing!.Length);
        });
    }

    [SkippableFact]
    public async Task Machine_code_that_a_module_brings_along_is_not_run_and_so_its_instructions_are_counted()
    {
        const string Kind = "wasmedge-interpreter";
        await hosts.RequireAsync(Kind);
        string plain = hosts.Compile("misbehave", Kind), universal = plain + ".universal.wasm";
        CapturedOutput compiled = await ChildProcess.CaptureAsync(Command.Of(hosts.Machine.Tools["wasmedge"], "compile", plain, universal), TimeSpan.FromMinutes(1), default);
        Assert.True(compiled.Succeeded, compiled.Describe());

        FunctionSpec spec = new() { Function = universal, CostLimit = 100_000, Deadline = TimeSpan.FromSeconds(30) };
        FunctionFaultException fault = await Assert.ThrowsAsync<FunctionFaultException>(() => hosts.InvokeOnceAsync(Kind, spec, "l"u8.ToArray()));
        Assert.Equal(FunctionFault.Limit, fault.Fault);
    }

    [SkippableTheory]
    [InlineData("wasmedge-interpreter")]
    [InlineData("wasm2c")]
    public async Task A_guest_that_is_stopped_or_runs_out_spoils_no_call_of_its_siblings(string kind)
    {
        await hosts.RequireAsync(kind);
        FunctionSpec spec = new() { Function = hosts.Compile("misbehave", kind), CostLimit = ulong.MaxValue, Deadline = TimeSpan.FromMilliseconds(300) };
        Func<IFunctionHost> make = await hosts.Hosts.PrepareAsync(kind, spec, default);
        await using IFunctionHost sibling = make();
        await sibling.StartAsync(default);
        for (int round = 0; round < 3; round++)
        {
            await using IFunctionHost looping = make();
            await looping.StartAsync(default);
            Task<FunctionFaultException> stopped = Assert.ThrowsAsync<FunctionFaultException>(() => Task.Run(() => HostsFixture.InvokeAsync(looping, 0x33, "l"u8.ToArray())));
            do
            {
                Assert.Equal("hello", Encoding.ASCII.GetString((await HostsFixture.InvokeAsync(sibling, 0x33, "hello"u8.ToArray()))[0].Data.Span));
                await Task.Yield();
            }
            while (!stopped.IsCompleted);
            Assert.Equal(FunctionFault.Deadline, (await stopped).Fault);
        }
    }

    [SkippableFact]
    public async Task A_thousand_guests_of_one_module_each_keep_a_memory_of_their_own()
    {
        await hosts.RequireAsync("wasmedge-interpreter");
        await hosts.RequireAsync("worker:wasm2c");   // for wasi-libc
        Func<IFunctionHost> make = await hosts.Hosts.PrepareAsync("wasmedge-interpreter", new FunctionSpec { Function = "noise-average" }, default);
        List<IFunctionHost> guests = [];
        try
        {
            for (int i = 0; i < 1000; i++)
            {
                guests.Add(make());
                await guests[^1].StartAsync(default);
            }
            byte[][] first = await AnswersAsync(), second = await AnswersAsync();
            // The average of a guest's own numbers, which are all the same.
            Assert.Equal(first, second);
            Assert.Equal(1000, first.Select(Convert.ToHexString).Distinct().Count());
        }
        finally
        {
            foreach (IFunctionHost guest in guests)
                await guest.DisposeAsync();
        }

        async Task<byte[][]> AnswersAsync()
        {
            byte[][] answers = new byte[guests.Count][];
            await Parallel.ForAsync(0, guests.Count, async (at, _) =>
            {
                byte[] number = new byte[sizeof(float)];
                BinaryPrimitives.WriteSingleBigEndian(number, at + 0.25f);
                answers[at] = (await HostsFixture.InvokeAsync(guests[at], 0x33, number))[0].Data.ToArray();
            });
            return answers;
        }
    }

    [SkippableFact]
    public async Task A_module_cut_off_or_changed_anywhere_is_refused_or_read_and_nothing_else()
    {
        await hosts.RequireAsync("wasm2c");
        byte[] module = File.ReadAllBytes(hosts.Compile("misbehave", GuestForm.Guest));
        for (int length = 0; length < module.Length; length++)
            ReadOrRefuse(module[..length]);
        Random random = new(5);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] changed = [.. module];
            for (int flips = random.Next(1, 4); flips > 0; flips--)
                changed[random.Next(8, changed.Length)] = (byte)random.Next(256);
            ReadOrRefuse(changed);
        }
    }

    [SkippableFact]
    public async Task What_a_module_imports_and_exports_is_read_with_its_types()
    {
        await hosts.RequireAsync("wasm2c");
        WasmInterface seen = WasmInterface.Read("guest.wasm", File.ReadAllBytes(hosts.Compile("misbehave", GuestForm.Guest)));
        Assert.Contains(new WasmImport("env", "yomo_write", WasmKind.Function, "(i32, i32, i32) -> (i32)"), seen.Imports);
        Assert.Contains(new WasmExport("yomo_handler", WasmKind.Function, "() -> ()"), seen.Exports);
        Assert.Contains(new WasmExport("memory", WasmKind.Memory, ""), seen.Exports);
    }

    [SkippableFact]
    public async Task A_guest_whose_memory_is_above_the_limit_from_the_start_is_refused()
    {
        await hosts.RequireAsync("wasmedge-interpreter");
        byte[] module = File.ReadAllBytes(hosts.Compile("misbehave", GuestForm.Guest));
        GuestFaultException fault = Assert.Throws<GuestFaultException>(() => WasmEdgeModule.Load("guest.wasm", module, s_limits with { MemoryBytes = 65536 }).Dispose());
        Assert.Equal((GuestFault.Refused, "its memory is above the limit from the start"), (fault.Fault, fault.Message));
    }

    private static void ReadOrRefuse(byte[] module)
    {
        try
        {
            WasmInterface.Read("module.wasm", module);
        }
        catch (InvalidDataException e)
        {
            Assert.DoesNotContain('\n', e.Message);
        }
    }
}
