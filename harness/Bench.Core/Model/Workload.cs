namespace Bench.Core;

/// <summary>What is computed: a folder under <c>workloads/</c> with its <c>workload.json</c>.</summary>
/// <param name="Folder">Absolute; the paths in the other members are relative to it.</param>
/// <param name="Sources">Language (<c>c</c>, <c>csharp</c>, or <c>wasm</c> for a prebuilt module) to file.</param>
public sealed record Workload(
    string Id,
    string Title,
    string Summary,
    string Stresses,
    string Folder,
    IReadOnlyDictionary<string, string> Sources,
    IReadOnlyDictionary<string, WorkloadSize> Sizes)
{
    /// <summary>How the work grows with the first argument, by the names of <see cref="WorkGrowth"/>; null where that is not known.</summary>
    public string? Work { get; init; }

    /// <summary>Absolute paths of folders whose C files belong to the program too: what several workloads have in common.</summary>
    public IReadOnlyList<string> Shared { get; init; } = [];

    /// <summary>Ids of tools whose files (<see cref="RepoLayout.Assets"/>) become part of the program; without one of them it cannot be built.</summary>
    public IReadOnlyList<string> Assets { get; init; } = [];

    /// <summary>What the program can be built with beside the common ground of all workloads: names of <see cref="WorkloadFeature"/>.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>Absolute path of the folder whose C files hold the program's main; null for that of the benchmarks.</summary>
    public string? Guest { get; init; }

    /// <summary>Absolute path of the project whose program holds the C# source; null for that of the benchmarks.</summary>
    public string? Project { get; init; }

    /// <returns>The absolute path of the source, or null where the workload has none in this language.</returns>
    public string? SourceIn(string language) =>
        Sources.TryGetValue(language, out string? file) ? Path.Combine(Folder, file) : null;
}

/// <param name="Args">The program's arguments, the same on every backend.</param>
public sealed record WorkloadSize(string Name, IReadOnlyList<string> Args, ExpectedOutput Expected);

/// <summary>The one right answer of a size: its length and its SHA-256, which is all that is needed to check output of any length as it streams by.</summary>
/// <param name="Sha256">Lower-case hexadecimal.</param>
/// <param name="File">Where the answer itself is kept, if it is; used only to show what was expected.</param>
public sealed record ExpectedOutput(string Sha256, long Bytes, string? File);
