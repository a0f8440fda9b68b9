using Bench.Backends;
using Bench.Core;
using Bench.Inference;
using Bench.Wasm;

namespace Bench.Tests;

/// <summary>Whole programs in this process that leave their network to the host, as Bench.NnHost runs them: tests/guests/network.c.</summary>
public sealed class NetworkProgramTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan s_compile = TimeSpan.FromMinutes(2);

    private readonly TempFolder _folder = new();
    private readonly Toolbox _tools = new(new RepoLayout(Repo.Root), ToolCatalog.Load(new RepoLayout(Repo.Root).ToolsFile));
    private NnModels _models = NnModels.None;

    public async Task InitializeAsync()
    {
        Skip.If(OnnxRuntime.Missing is not null, OnnxRuntime.Missing);
        if (await _tools.ProbeAllAsync(["clang", "lld", "wasi-libc", "clang-wasm32", "wabt"], default) is Availability.Missing missing)
            Skip.If(true, missing.Reason);
        Directory.CreateDirectory(_folder["models/negate"]);
        File.WriteAllBytes(_folder["models/negate/negate.onnx"], TinyModel.Of("Neg", ["x"], 2, 2));
        _models = NnModels.InFoldersOf(_folder["models"]);
        await RunAsync(Command.Of(_tools["clang"], "--target=wasm32-wasi", "-O1", "-I", Path.Combine(Repo.Root, "workloads", "neural"), Path.Combine(Repo.Root, "tests", "guests", "network.c"), "-o", Module));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _models.Dispose();
        _folder.Dispose();
    }

    [SkippableFact]
    public void A_program_in_the_interpreter_gets_its_network_and_its_exit_code_through()
    {
        Skip.If(WasmEdgeLibrary.Missing is not null, WasmEdgeLibrary.Missing);
        Assert.Equal(42, Interpret("n"));
        Assert.Equal(3, Interpret("other", "arguments"));
        Assert.Equal(10 + (int)NnError.NotFound, Interpret("u"));
        Assert.Equal(GuestFault.Trap, Assert.Throws<GuestFaultException>(() => Interpret("t")).Fault);
        Assert.Equal(GuestFault.Refused, Assert.Throws<GuestFaultException>(() => WasmEdgeProgram.Run("no module"u8, ["program"], Networks())).Fault);
    }

    [SkippableFact]
    public async Task A_program_made_by_wasm2c_gets_its_network_and_its_exit_code_through()
    {
        string library = await LibraryAsync();
        Assert.Equal(42, Execute(library, "n"));
        Assert.Equal(3, Execute(library, "other", "arguments"));
        Assert.Equal(10 + (int)NnError.NotFound, Execute(library, "u"));
        Assert.Equal((GuestFault.Trap, "unreachable"), Fault(library, "t"));
        Assert.Equal((GuestFault.Trap, "call stack exhausted"), Fault(library, "r"));
        Assert.Equal(GuestFault.Refused, Assert.Throws<GuestFaultException>(() => Wasm2cProgram.Run("/dev/null", ["program"], Networks())).Fault);
    }

    private string Module => _folder["network.wasm"];

    private int Interpret(params string[] arguments)
    {
        using WasiNn networks = Networks();
        return WasmEdgeProgram.Run(File.ReadAllBytes(Module), ["program", .. arguments], networks);
    }

    /// <summary>By a copy of the library: a program runs once.</summary>
    private int Execute(string library, params string[] arguments)
    {
        string copy = $"{library}-{arguments[0]}";
        File.Copy(library, copy);
        using WasiNn networks = Networks();
        return Wasm2cProgram.Run(copy, ["program", .. arguments], networks);
    }

    private (GuestFault, string) Fault(string library, string argument)
    {
        GuestFaultException fault = Assert.Throws<GuestFaultException>(() => Execute(library, argument));
        return (fault.Fault, fault.Message);
    }

    private WasiNn Networks() => new(_models, NnLimits.NamedModels);

    private async Task<string> LibraryAsync()
    {
        string library = _folder["network.so"];
        foreach (Command command in NetworkFamily.LibraryCommands(_tools, Module, _folder.Path, library))
            await RunAsync(command);
        return library;
    }

    private static async Task RunAsync(Command command)
    {
        CapturedOutput result = await ChildProcess.CaptureAsync(command, s_compile, default);
        Assert.True(result.Succeeded, result.Describe() + result.Stderr);
    }
}
