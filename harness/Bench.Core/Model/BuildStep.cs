namespace Bench.Core;

/// <summary>One tool's work on the way from source to what is run. Steps form a chain; equal steps of different backends are done once.</summary>
public sealed record BuildStep
{
    /// <summary><see cref="Phases.Build"/> for source compilers, <see cref="Phases.Compile"/> for an engine's ahead-of-time compiler.</summary>
    public required string Phase { get; init; }

    /// <summary>Name of the file or folder that the step makes.</summary>
    public required string Output { get; init; }

    /// <summary>Absolute paths of files that decide the result beside <see cref="After"/>.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>The step whose output this one reads.</summary>
    public BuildStep? After { get; init; }

    /// <summary>Versions of the tools, so that an update of a tool makes a new artifact.</summary>
    public IReadOnlyList<string> ToolVersions { get; init; } = [];

    public required Func<BuildPaths, IReadOnlyList<Command>> Commands { get; init; }

    /// <summary>Looks at the finished output. Returns null when it is sound, else one line that says what is wrong.</summary>
    public Func<string, string?>? Check { get; init; }
}

/// <param name="Output">Absolute path the step must make.</param>
/// <param name="Previous">Output of the step before; empty for the first.</param>
/// <param name="Scratch">An empty folder that is removed afterwards.</param>
public readonly record struct BuildPaths(string Output, string Previous, string Scratch);
