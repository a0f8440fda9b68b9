using System.Collections.Concurrent;
using Bench.Backends;
using Bench.Backends.Docker;
using Bench.Core;
using Bench.Hosts;
using Bench.Inference;
using Bench.Streaming;
using Bench.Tests.Docker;
using Bench.Wasm;

namespace Bench.Tests;

/// <summary>All hosts of this machine with a store and a container engine of their own, and functions compiled from tests/guests/functions.</summary>
public sealed class HostsFixture : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan s_compile = TimeSpan.FromMinutes(2);

    private readonly TempFolder _folder = new();
    private readonly ConcurrentDictionary<string, Lazy<string>> _compiled = new();

    public HostsFixture()
    {
        RepoLayout layout = new(Repo.Root);
        Machine = new HostMachine(new Toolbox(layout, ToolCatalog.Load(layout.ToolsFile)), new ArtifactStore(_folder["cache"], s_compile),
            BackendCatalog.Discover(), new EngineSource(DockerFixture.NoSocket, Environment.IsPrivilegedProcess))
        {
            Models = NegatingModel(_folder["models"]),
        };
        Hosts = new FunctionHosts(Machine);
    }

    /// <summary>Has one model, <c>negate</c>, of 2 x 2 numbers.</summary>
    public HostMachine Machine { get; }
    public FunctionHosts Hosts { get; }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await Hosts.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    /// <summary>Skips the test where the machine lacks what the kind needs.</summary>
    public async Task RequireAsync(string kind)
    {
        Availability found = kind switch
        {
            "wasmedge-interpreter" => WasmEdgeLibrary.Missing is string missing ? new Availability.Missing(missing, "") : await Machine.Tools.ProbeAllAsync(["clang", "lld"], default),
            "wasm2c" => await Machine.Tools.ProbeAllAsync(["wabt", "clang", "lld"], default),
            _ when ContainerKinds.Includes(kind) => await Machine.Engine.ProbeAsync(ContainerKinds.All[kind], Machine.Tools, default),
            _ => await Machine.Backends.All.Single(one => "worker:" + one.Id == kind).ProbeAsync(Machine.Tools, default),
        };
        Skip.If(found is Availability.Missing, found is Availability.Missing absent ? absent.Reason : "");
    }

    /// <summary>A file of the form that the kind takes, made of a source in tests/guests/functions.</summary>
    public string Compile(string source, string kind) => Compile(source, kind switch
    {
        "wasmedge-interpreter" or "wasm2c" => GuestForm.Guest,
        _ when ContainerKinds.Includes(kind) => GuestForm.Static,
        "worker:native-clang" or "worker:native-gcc" => GuestForm.Native,
        _ => GuestForm.Program,
    });

    public string Compile(string source, GuestForm form) => _compiled.GetOrAdd($"{source}-{form}", name => new Lazy<string>(() =>
    {
        string functions = Path.Combine(Repo.Root, "workloads", "functions"), file = Path.Combine(Repo.Root, "tests", "guests", "functions", $"{source}.c");
        string output = _folder[name + (form is GuestForm.Native or GuestForm.Static ? "" : ".wasm")];
        // wasi-libc's part of a guest without a main is a reactor: its constructors run in _initialize.
        string[] flags = form switch
        {
            GuestForm.Guest => ["--target=wasm32-unknown-unknown", "-ffreestanding", "-nostdlib", "-Wl,--no-entry"],
            GuestForm.WasiGuest => ["--target=wasm32-wasi", "-mexec-model=reactor"],
            GuestForm.Program => ["--target=wasm32-wasi"],
            GuestForm.Static => ["-static"],
            _ => [],
        };
        string shell = Path.Combine(functions, form is GuestForm.Guest or GuestForm.WasiGuest ? "yomo" : "stdio", "shell.c");
        CapturedOutput result = ChildProcess.CaptureAsync(Command.Of(Machine.Tools["clang"],
            [.. flags, "-O1", "-I", Path.Combine(functions, "guest"), "-I", Path.Combine(Repo.Root, "workloads", "neural"), file, shell, "-o", output]), s_compile, default).GetAwaiter().GetResult();
        Assert.True(result.Succeeded, result.Describe());
        return output;
    })).Value;

    public async Task<IFunctionHost> StartAsync(string kind, FunctionSpec spec)
    {
        IFunctionHost host = (await Hosts.PrepareAsync(kind, spec, default))();
        try
        {
            await host.StartAsync(default);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>One message to a host that is made for it alone.</summary>
    public async Task<FunctionCall> InvokeOnceAsync(string kind, FunctionSpec spec, byte[] data)
    {
        await using IFunctionHost host = await StartAsync(kind, spec);
        return await InvokeAsync(host, 0x33, data);
    }

    private static NnModels NegatingModel(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "negate"));
        File.WriteAllBytes(Path.Combine(folder, "negate", "negate.onnx"), TinyModel.Of("Neg", ["x"], 2, 2));
        return NnModels.InFoldersOf(folder);
    }

    internal static async Task<FunctionCall> InvokeAsync(IFunctionHost host, byte tag, byte[] data)
    {
        FunctionCall call = new();
        call.Begin(tag, data, "1"u8.ToArray());
        await host.InvokeAsync(call, default);
        return call;
    }
}

public enum GuestForm
{
    /// <summary>YoMo's ABI, without WASI.</summary>
    Guest,

    /// <summary>YoMo's ABI, with wasi-libc.</summary>
    WasiGuest,

    /// <summary>A WASI program that speaks the worker protocol.</summary>
    Program,
    Native,
    Static,
}
