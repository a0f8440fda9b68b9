using Bench.Backends.Docker;
using Bench.Core;
using Bench.Fleet.Images;

namespace Bench.Cli;

/// <summary>Which image the nodes are told to run.</summary>
internal static class FleetImage
{
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(5);

    /// <param name="given">A name; null for the image that was built here last, or the only one that the engine has.</param>
    /// <returns>Its name, and the id that tells what is in it, where this engine or this checkout knows it.</returns>
    /// <exception cref="UsageException">It is not clear which one is meant, or there is none.</exception>
    /// <exception cref="DockerException">The engine does not answer.</exception>
    internal static async Task<(string Name, string? Id)> FindAsync(CliContext context, string socket, string? given, CancellationToken ct)
    {
        using DockerEngine engine = await DockerEngine.ConnectAsync(socket, s_answer, ct);
        Dictionary<string, string?> images = (await engine.ListImagesAsync(ImageName.IdLabel, ct))
            .SelectMany(static image => (image.RepoTags ?? []).Select(tag => (tag, id: image.Labels?.GetValueOrDefault(ImageName.IdLabel))))
            .ToDictionary(static one => one.tag, static one => one.id);
        ImageStore store = ImageStore.Of(context.Layout);
        string name = given ?? (store.LastName is string last && images.ContainsKey(last) ? last : null) ?? images.Count switch
        {
            1 => images.Keys.Single(),
            0 => throw new UsageException("the manager's engine has no image of the harness: ./bench image build makes one, ./bench image load brings it to an engine, here and on each node; or --image names one of a registry"),
            _ => throw new UsageException($"the manager's engine has several images of the harness: --image names one of {string.Join(", ", images.Keys.Order(StringComparer.Ordinal))}"),
        };
        return (name, images.GetValueOrDefault(name) ?? store.IdOf(name));
    }
}
