using Bench.Core;

namespace Bench.Backends.Docker;

/// <summary>How an artifact becomes an image. Equal contents make the same name, so that an engine is given each of them once.</summary>
internal abstract record ImageRecipe
{
    /// <summary>Part of what decides the name: forms of a container that differ in their runtime alone each make their own image, so that each tells what it costs.</summary>
    internal string Form { get; init; } = "";

    /// <summary>As a run's header tells it.</summary>
    internal abstract string Description { get; }

    /// <summary>Makes the engine have what images begin with, which no deployment of a program pays for again.</summary>
    /// <returns>Its name; null where images begin with nothing.</returns>
    internal virtual Task<string?> BaseAsync(DockerEngine engine, Toolbox tools, CancellationToken ct) => Task.FromResult<string?>(null);

    /// <summary>Name of the image that <paramref name="artifact"/> becomes.</summary>
    internal abstract Task<string> NameAsync(string? baseName, string artifact, CancellationToken ct);

    /// <exception cref="DockerException">The engine cannot make it.</exception>
    internal abstract Task MakeAsync(DockerEngine engine, string? baseName, string artifact, string name, CancellationToken ct);
}
