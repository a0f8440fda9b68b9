using Bench.Core;
using Bench.Streaming;

namespace Bench.Hosts;

/// <summary>What a function of the project needs beyond its own C file: <c>function.json</c> beside it. Most have none.</summary>
internal sealed record FunctionManifest
{
    internal const string FileName = "function.json";

    private const int LargestMiB = 1024;

    /// <summary>Folders of workloads/ whose C files belong to it too. A guest that has any is built with a C library.</summary>
    public IReadOnlyList<string> Shared { get; init; } = [];

    /// <summary>As in a workload: <see cref="Workload.Assets"/>.</summary>
    public IReadOnlyList<string> Assets { get; init; } = [];

    /// <summary>As in a workload: <see cref="Workload.Features"/>.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>That a message may cost, where that is more than hosts allow unasked.</summary>
    public ulong Instructions { get; init; }

    /// <summary>Likewise of memory.</summary>
    public int MemoryMiB { get; init; }

    /// <summary>Likewise of time.</summary>
    public double DeadlineSeconds { get; init; }

    /// <exception cref="FunctionFaultException">The file is wrong: says where.</exception>
    internal static FunctionManifest Of(RepoLayout layout, string folder)
    {
        string file = Path.Combine(folder, FileName);
        if (!File.Exists(file))
            return new FunctionManifest();
        try
        {
            FunctionManifest manifest = StrictJson.Load<FunctionManifest>(file);
            return manifest.Shared.FirstOrDefault(name => name.Contains('/') || !Directory.Exists(Path.Combine(layout.Workloads, name))) is string unknown
                    ? throw FunctionFile.Refused($"{file}: 'shared' names '{unknown}', which is no folder of workloads")
                : manifest.Features.FirstOrDefault(static name => !WorkloadFeature.Names.Contains(name)) is string feature
                    ? throw FunctionFile.Refused($"{file}: 'features' names '{feature}', expected one of {string.Join(", ", WorkloadFeature.Names)}")
                : manifest is { MemoryMiB: < 0 or > LargestMiB } or { DeadlineSeconds: < 0 or > 3600 }
                    ? throw FunctionFile.Refused($"{file}: expected at most {LargestMiB} for 'memoryMiB' and 3600 for 'deadlineSeconds'")
                : manifest;
        }
        catch (UsageException e)
        {
            throw FunctionFile.Refused(e.Message, e);
        }
    }

    /// <summary>The bounds with those that the function needs wider.</summary>
    internal FunctionSpec Widened(FunctionSpec spec) => spec with
    {
        CostLimit = Math.Max(spec.CostLimit, Instructions),
        MemoryBytes = Math.Max(spec.MemoryBytes, MemoryMiB << 20),
        Deadline = TimeSpan.FromTicks(Math.Max(spec.Deadline.Ticks, TimeSpan.FromSeconds(DeadlineSeconds).Ticks)),
    };
}
