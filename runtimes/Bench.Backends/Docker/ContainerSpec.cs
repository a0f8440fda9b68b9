using System.Globalization;

namespace Bench.Backends.Docker;

/// <summary>A container as the harness makes it: no network, read-only root, no capabilities, no log, bounded memory without swap, bounded processors and processes.</summary>
/// <param name="Core">The only core it may use; null leaves it free.</param>
/// <param name="CgroupParent">Absolute below the hierarchy's root; empty for the engine's default.</param>
public sealed record ContainerSpec(
    string Name, string Image, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Labels,
    long MemoryBytes, int? Core, string CgroupParent)
{
    /// <summary>Far above what a measured program needs, far below what a fork bomb would take.</summary>
    public const int MostProcesses = 256;

    public ContainerRuntime Runtime { get; init; } = ContainerRuntime.OfTheEngine;

    /// <summary>Whether its standard input is open, until the harness ends it; otherwise it is empty.</summary>
    public bool TakesInput { get; init; }

    /// <summary>Whether its programs may write into its file system, of which nothing stays.</summary>
    public bool IsWritable { get; init; }

    internal CreateRequest ToRequest() => new(
        Image, Arguments, Labels, AttachStdin: TakesInput, OpenStdin: TakesInput, StdinOnce: TakesInput,
        AttachStdout: true, AttachStderr: true, NetworkDisabled: true,
        new HostConfig("none", ReadonlyRootfs: !IsWritable, ["ALL"], ["no-new-privileges"],
            // The same value for both: no swap on top.
            MemoryBytes, MemoryBytes, MostProcesses,
            // A set of cores bounds it without ever stopping it in the middle; a quota only where it may use all of them.
            Core is null ? Environment.ProcessorCount * 1_000_000_000L : 0, Core?.ToString(CultureInfo.InvariantCulture) ?? "",
            CgroupParent, new LogConfig("none"), Runtime.Name, Runtime.Annotations));
}
