namespace Bench.Core;

/// <summary>Something that a backend, a report or a test needs from the machine: one entry of tools.json.</summary>
public sealed record Tool
{
    public required string Id { get; init; }
    public required string Title { get; init; }

    /// <summary>Names to look for on PATH, or paths below the repository's root; the first that exists is taken.</summary>
    public IReadOnlyList<string> Executables { get; init; } = [];

    /// <summary>Files that must exist, absolute or below the repository's root, for libraries and sysroots. Each entry may list alternatives divided by <c>|</c>.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Arguments that make the executable print its version.</summary>
    public IReadOnlyList<string> VersionArguments { get; init; } = [];

    /// <summary>Regular expression whose first group is the version.</summary>
    public string? VersionPattern { get; init; }

    /// <summary>An older one counts as missing; compared number by number, as many as are given.</summary>
    public string? MinimumVersion { get; init; }

    /// <summary>Tools that must be there too for this one to be of use.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>It makes programs and is not there when they run, unless an engine compiles with it.</summary>
    public bool Builds { get; init; }

    public Installation? Install { get; init; }

    /// <summary>For a tool that no package registry in use has: where it comes from.</summary>
    public string? Origin { get; init; }
}

internal sealed record ToolFile(IReadOnlyList<Tool> Tools);
