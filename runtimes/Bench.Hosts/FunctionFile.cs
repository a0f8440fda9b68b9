using Bench.Backends;
using Bench.Core;
using Bench.Streaming;
using Bench.Wasm;

namespace Bench.Hosts;

/// <summary>What <see cref="FunctionSpec.Function"/> names: one of the project's functions, a module, or a program.</summary>
internal sealed class FunctionFile
{
    /// <summary>Of kinds of hosts.</summary>
    internal const string NnSuffix = "-nn";

    private const string BareFlags =
        "--target=wasm32-unknown-unknown -O3 -ffp-contract=off -ffreestanding -nostdlib -Wl,--no-entry -Wl,-z,stack-size=65536";

    /// <summary>With a C library, and memory of its own beside the message's.</summary>
    private const string LibraryFlags = "--target=wasm32-wasi -mexec-model=reactor -O3 -ffp-contract=off -Wl,-z,stack-size=262144";

    private static readonly IReadOnlyList<string> s_bareTools = ["clang", "lld"], s_libraryTools = [.. s_bareTools, "wasi-libc", "clang-wasm32"];

    private readonly RepoLayout _layout;

    private FunctionFile(RepoLayout layout, string path, FunctionForm form)
    {
        (_layout, Path, Form) = (layout, path, form);
        Manifest = form == FunctionForm.Source ? FunctionManifest.Of(layout, System.IO.Path.GetDirectoryName(path)!) : new FunctionManifest();
    }

    /// <summary>Absolute.</summary>
    internal string Path { get; }

    internal FunctionForm Form { get; }

    internal FunctionManifest Manifest { get; }

    internal string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    private string Functions => System.IO.Path.Combine(_layout.Workloads, "functions");

    /// <summary>One of the project's own where it has one of that name, else a file.</summary>
    /// <exception cref="FunctionFaultException">It is neither: lists the project's functions.</exception>
    internal static FunctionFile Find(RepoLayout layout, string function)
    {
        string folder = System.IO.Path.Combine(layout.Workloads, "functions");
        string source = System.IO.Path.Combine(folder, function, $"{function}.c");
        if (!function.Contains('/') && File.Exists(source))
            return new FunctionFile(layout, source, FunctionForm.Source);
        string file = System.IO.Path.GetFullPath(function);
        if (!File.Exists(file))
        {
            string own = string.Join(", ", Directory.EnumerateDirectories(folder).Select(static one => System.IO.Path.GetFileName(one)!)
                .Where(name => File.Exists(System.IO.Path.Combine(folder, name, $"{name}.c"))).Order(StringComparer.Ordinal));
            throw Refused($"'{function}' is no file; the project's own functions are {own}");
        }
        return new FunctionFile(layout, file, IsModule(file) ? FunctionForm.Module : FunctionForm.Program);
    }

    internal static FunctionFaultException Refused(string message, Exception? inner = null) => new(FunctionFault.Refused, message, inner);

    /// <summary>The step that makes a module with YoMo's guest ABI.</summary>
    /// <param name="kind">Of the host. One that ends with <see cref="NnSuffix"/> runs networks for guests: they are built to leave theirs to it.</param>
    /// <exception cref="FunctionFaultException">It is a program, or a compiler is missing.</exception>
    internal async Task<BuildStep> GuestAsync(Toolbox tools, string kind, CancellationToken ct)
    {
        if (Form == FunctionForm.Program)
            throw Refused($"{System.IO.Path.GetFileName(Path)} is no WebAssembly module; a program runs as worker:native-clang");
        if (Form == FunctionForm.Module)
            return new BuildStep
            {
                Phase = Phases.Build,
                Output = $"{Name}.wasm",
                Inputs = [Path],
                Commands = paths => [Command.Of("cp", Path, paths.Output)],
                Check = WasmFormat.Fault,
            };
        bool network = kind.EndsWith(NnSuffix, StringComparison.Ordinal);
        if (network && !Manifest.Features.Contains(WorkloadFeature.WasiNn))
            throw Refused($"'{Name}' has no network that a host could run; choose {kind[..^NnSuffix.Length]}");
        bool bare = Manifest.Shared.Count == 0;
        IReadOnlyList<string> needed = bare ? s_bareTools : s_libraryTools;
        await RequireAsync(tools, [.. needed, .. Manifest.Assets], ct);
        Workload guest = AsWorkload() with { Guest = System.IO.Path.Combine(Functions, "yomo") };
        return new BuildStep
        {
            Phase = Phases.Build,
            Output = $"{Name}.wasm",
            Inputs = NativeProgram.Sources(guest, tools),
            ToolVersions = [.. needed.Select(tools.Version)],
            Commands = paths => [Command.Of(tools["clang"], [.. (bare ? BareFlags : LibraryFlags).Split(' '), .. network ? (string[])[$"-D{WorkloadFeature.WasiNnMacro}"] : [],
                .. NativeProgram.Arguments(guest, tools), "-o", paths.Output])],
            Check = WasmFormat.Fault,
        };
    }

    /// <summary>As the backends of the matrix know what they build: a program with the worker's main, in C or in C#.</summary>
    /// <exception cref="FunctionFaultException">A module that is damaged, or no program.</exception>
    internal Workload AsWorkload()
    {
        Dictionary<string, string> sources = [];
        if (Form == FunctionForm.Source)
        {
            sources["c"] = Path;
            if (Directory.EnumerateFiles(System.IO.Path.GetDirectoryName(Path)!, "*.cs").FirstOrDefault() is string csharp)
                sources["csharp"] = csharp;
        }
        else if (Form == FunctionForm.Module)
        {
            RequireProgram();
            sources["wasm"] = Path;
        }
        return new Workload(Name, Name, "", "", System.IO.Path.GetDirectoryName(Path)!, sources, new Dictionary<string, WorkloadSize>())
        {
            Guest = System.IO.Path.Combine(Functions, "stdio"),
            Project = System.IO.Path.Combine(Functions, "dotnet", "Bench.Functions.csproj"),
            Shared = [System.IO.Path.Combine(Functions, "guest"), .. Manifest.Shared.Select(name => System.IO.Path.Combine(_layout.Workloads, name))],
            Assets = Manifest.Assets,
            Features = Manifest.Features,
        };
    }

    /// <exception cref="FunctionFaultException">One is missing: says how to get it.</exception>
    internal static async Task RequireAsync(Toolbox tools, IReadOnlyList<string> ids, CancellationToken ct)
    {
        if (await tools.ProbeAllAsync(ids, ct) is Availability.Missing missing)
            throw Refused($"{missing.Reason}; {missing.Remedy}");
    }

    /// <exception cref="FunctionFaultException">The step failed: its first error.</exception>
    internal static async Task<string> MakeAsync(HostMachine machine, BuildStep step, CancellationToken ct)
    {
        try
        {
            return (await machine.Store.MakeAsync(step, ct)).Path;
        }
        catch (BuildFailedException e)
        {
            string? error = e.Output.Split('\n').FirstOrDefault(static line => line.Contains("error", StringComparison.OrdinalIgnoreCase));
            throw Refused(error is null || e.Message.Contains(error, StringComparison.Ordinal) ? e.Message : $"{e.Message}: {error.Trim()}", e);
        }
    }

    private void RequireProgram()
    {
        string file = System.IO.Path.GetFileName(Path);
        WasmInterface module;
        try
        {
            module = WasmInterface.Read(file, File.ReadAllBytes(Path));
        }
        catch (InvalidDataException e)
        {
            throw Refused(e.Message, e);
        }
        if (!module.Has("_start"))
            throw Refused(module.Has(YoMoAbi.Handler)
                ? $"{file} is a guest for a host in this process (wasmedge-interpreter, wasm2c): a worker needs a program, and it lacks the export _start"
                : $"{file} is no program: it lacks the export _start");
    }

    private static bool IsModule(string file)
    {
        Span<byte> magic = stackalloc byte[4];
        using FileStream stream = File.OpenRead(file);
        return (stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && magic.SequenceEqual("\0asm"u8))
            || file.EndsWith(".wasm", StringComparison.Ordinal);
    }
}

internal enum FunctionForm
{
    /// <summary>C source of the project's own functions.</summary>
    Source,

    /// <summary>A WebAssembly module, or what its name claims to be one.</summary>
    Module,

    /// <summary>Anything else: it has to be executable.</summary>
    Program,
}
