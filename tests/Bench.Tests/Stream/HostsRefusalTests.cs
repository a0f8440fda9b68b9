using Bench.Backends;
using Bench.Backends.Docker;
using Bench.Core;
using Bench.Hosts;
using Bench.Streaming;
using Bench.Tests.Docker;

namespace Bench.Tests;

/// <summary>Files and machines that a host cannot work with: one clear line each.</summary>
public sealed class HostsRefusalTests(HostsFixture hosts) : IClassFixture<HostsFixture>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("wasmedge-interpreter")]
    [InlineData("wasm2c")]
    public async Task A_module_without_the_exports_of_the_abi_is_told_which(string kind)
    {
        await hosts.RequireAsync(kind);
        File.WriteAllBytes(_folder["empty.wasm"], [.. "\0asm"u8, 1, 0, 0, 0]);
        Assert.Equal("empty.wasm is no stream function: it lacks the exports memory, yomo_observe_datatags, yomo_handler", await RefusalAsync(kind, _folder["empty.wasm"]));
    }

    [SkippableTheory]
    [InlineData("wasmedge-interpreter")]
    [InlineData("wasm2c")]
    public async Task A_program_of_the_worker_protocol_is_sent_to_a_worker(string kind)
    {
        await hosts.RequireAsync(kind);
        await hosts.RequireAsync("worker:node");
        Assert.Contains("it is a program: a worker can run it", await RefusalAsync(kind, hosts.Compile("misbehave", GuestForm.Program)));
    }

    [SkippableFact]
    public async Task A_guest_of_the_abi_is_sent_to_a_host_in_the_process_by_a_worker()
    {
        await hosts.RequireAsync("worker:node");
        string refusal = await RefusalAsync("worker:node", hosts.Compile("misbehave", GuestForm.Guest));
        Assert.Contains("is a guest for a host in this process (wasmedge-interpreter, wasm2c)", refusal);
        Assert.Contains("_start", refusal);
    }

    [SkippableTheory]
    [InlineData("wasmedge-interpreter", "begins with 74686973")]
    [InlineData("worker:node", "begins with 74686973")]
    [InlineData("worker:native-clang", "runs programs")]
    [InlineData("container", "is a WebAssembly module")]
    public async Task A_file_that_only_bears_the_name_of_a_module_is_refused(string kind, string expected)
    {
        await hosts.RequireAsync(kind);
        string refusal = await RefusalAsync(kind, _folder.Write("text.wasm", "this is text"));
        Assert.True(refusal.Contains(expected, StringComparison.Ordinal) || refusal.Contains("begins with 74686973", StringComparison.Ordinal), refusal);
    }

    [SkippableTheory]
    [InlineData("wasmedge-interpreter", "is no WebAssembly module")]
    [InlineData("worker:node", "runs nothing else")]
    [InlineData("worker:native-clang", "nor executable")]
    public async Task A_file_that_is_nothing_of_the_kind_is_refused(string kind, string expected)
    {
        await hosts.RequireAsync(kind);
        Assert.Contains(expected, await RefusalAsync(kind, _folder.Write("text", "this is text")));
    }

    [Fact]
    public async Task A_name_that_is_no_file_is_answered_with_the_project_s_functions() =>
        Assert.Equal("'tripel' is no file; the project's own functions are noise-average, recognise, triple, upper", await RefusalAsync("worker:native-clang", "tripel"));

    [SkippableFact]
    public async Task An_import_that_the_host_does_not_have_is_named()
    {
        await hosts.RequireAsync("wasmedge-interpreter");
        byte[] module =
        [
            .. "\0asm"u8, 1, 0, 0, 0,
            1, 4, 1, 0x60, 0, 0,                                                                    // type () -> ()
            2, 12, 1, 3, .. "env"u8, 4, .. "what"u8, 0, 0,                                          // import env.what
            3, 3, 2, 0, 0, 5, 3, 1, 0, 1,                                                           // two functions, a memory
            7, 49, 3, 6, .. "memory"u8, 2, 0, 21, .. "yomo_observe_datatags"u8, 0, 1, 12, .. "yomo_handler"u8, 0, 2,
            10, 7, 2, 2, 0, 0x0b, 2, 0, 0x0b,
        ];
        File.WriteAllBytes(_folder["imports.wasm"], module);
        Assert.Equal("imports.wasm imports env.what, which this host does not have", await RefusalAsync("wasmedge-interpreter", _folder["imports.wasm"]));
    }

    [Fact]
    public async Task A_program_that_is_no_worker_is_refused_with_what_it_said()
    {
        string program = Script("echo this is no frame");
        Assert.Equal("the worker does not start: it began with the bytes 7468697320697320, expected the frame with the tags that it observes", await RefusalAsync("worker:native-clang", program));
    }

    [Fact]
    public async Task A_program_that_ends_at_once_is_refused_with_its_last_words() =>
        Assert.Equal("the worker does not start: exit code 7: not today", await RefusalAsync("worker:native-clang", Script("echo not today >&2; exit 7")));

    [Fact]
    public async Task A_program_that_says_nothing_is_refused_when_the_time_to_start_is_over() =>
        Assert.Equal("the worker does not start within 0.2 s",
            await RefusalAsync("worker:native-clang", Script("exec cat"), TimeSpan.FromMilliseconds(200)));

    [Fact]
    public async Task A_program_that_closes_its_output_is_not_waited_for() =>
        Assert.Equal("the worker does not start: it closed its output and went on", await RefusalAsync("worker:native-clang", Script("exec cat > /dev/null")));

    [Fact]
    public async Task A_machine_without_the_tools_is_told_what_to_install()
    {
        RepoLayout layout = new(Repo.Root);
        Tool[] none = [.. ToolCatalog.Load(layout.ToolsFile).All.Select(static tool => tool with { Executables = ["no-such-program"], Files = [] })];
        await using FunctionHosts bare = new(new HostMachine(new Toolbox(layout, new ToolCatalog(none)), new ArtifactStore(_folder["cache"], TimeSpan.FromMinutes(1)),
            BackendCatalog.Discover(), new EngineSource(DockerFixture.NoSocket, privileged: false)));
        foreach (string kind in (string[])["wasm2c", "worker:node", "worker:native-clang"])
        {
            FunctionFaultException fault = await Assert.ThrowsAsync<FunctionFaultException>(() => bare.PrepareAsync(kind, new FunctionSpec { Function = "upper" }, default).AsTask());
            Assert.Equal((FunctionFault.Refused, "'no-such-program' is not on PATH; ./bench setup"), (fault.Fault, fault.Message));
        }
        FunctionFaultException container = await Assert.ThrowsAsync<FunctionFaultException>(() => bare.PrepareAsync("container", new FunctionSpec { Function = "upper" }, default).AsTask());
        Assert.Contains("only root can start one", container.Message);
    }

    private string Script(string text)
    {
        string file = _folder.Write("worker", $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }

    private async Task<string> RefusalAsync(string kind, string file, TimeSpan? start = null)
    {
        FunctionSpec spec = new() { Function = file, StartDeadline = start ?? TimeSpan.FromSeconds(30) };
        FunctionFaultException fault = await Assert.ThrowsAsync<FunctionFaultException>(async () => await (await hosts.StartAsync(kind, spec)).DisposeAsync());
        Assert.Equal(FunctionFault.Refused, fault.Fault);
        return fault.Message;
    }
}
