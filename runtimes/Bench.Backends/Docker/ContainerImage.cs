namespace Bench.Backends.Docker;

/// <summary>An image that the engine has.</summary>
/// <param name="Bytes">Of its layers, as the engine counts them.</param>
internal sealed record ContainerImage(string Name, long Bytes)
{
    internal const string Repository = "bench";

    internal static string NameOf(string tag) => $"{Repository}:{tag}";

    /// <exception cref="DockerException">The engine does not have what it has just made.</exception>
    internal static async Task<ContainerImage> MadeAsync(DockerEngine engine, string name, CancellationToken ct) =>
        await FindAsync(engine, name, ct) ?? throw new DockerException($"the Docker engine made {name} but does not know it");

    /// <returns>Null where the engine has none of this name.</returns>
    internal static async Task<ContainerImage?> FindAsync(DockerEngine engine, string name, CancellationToken ct) =>
        await engine.ImageBytesAsync(name, ct) is long bytes ? new ContainerImage(name, bytes) : null;
}
