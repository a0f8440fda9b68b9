namespace Bench.Backends.Docker;

/// <summary>What turns an image into a process: the engine's own, or one that its configuration names.</summary>
/// <param name="Name">In the engine's configuration, and the tool's id in tools.json; null for the engine's own.</param>
public sealed record ContainerRuntime(string? Name)
{
    public static readonly ContainerRuntime OfTheEngine = new((string?)null);

    /// <summary>A runtime in C, which can also hand a WebAssembly module to an engine that it loads.</summary>
    public static readonly ContainerRuntime Crun = new("crun");

    /// <summary>The same, handing the image's module to WasmEdge in the place of a program. Source: crun(1), handlers.</summary>
    public static readonly ContainerRuntime CrunWasm = Crun with { Annotations = new Dictionary<string, string> { ["run.oci.handler"] = "wasm" } };

    /// <summary>gVisor: the program's system calls go to a kernel in user space.</summary>
    public static readonly ContainerRuntime Runsc = new("runsc")
    {
        // Its other way to catch system calls needs a working KVM, and hangs for ever on a machine that only has the device.
        Arguments = ["--network=none", "--platform=ptrace"],
    };

    /// <summary>All that an engine of ours is told of, where their programs are there.</summary>
    internal static readonly IReadOnlyList<ContainerRuntime> Named = [Crun, Runsc];

    /// <summary>What the engine hands on to the runtime with a container.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <summary>What the runtime is started with, before its own commands.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
}
