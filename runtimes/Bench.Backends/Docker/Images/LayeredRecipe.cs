using System.Text.Json;

namespace Bench.Backends.Docker;

/// <summary>An image of two parts: what many programs share, which an engine is given once, and a layer with the artifact alone.</summary>
internal abstract record LayeredRecipe : ImageRecipe
{
    private const string Dockerfile = "Dockerfile";

    /// <summary>Name of the artifact in the image, without a leading slash.</summary>
    protected abstract string File { get; }

    /// <summary>The command that the workload's arguments are appended to.</summary>
    protected abstract IReadOnlyList<string> EntryPoint { get; }

    internal override async Task<string> NameAsync(string? baseName, string artifact, CancellationToken ct) =>
        ContainerImage.NameOf(await ImageTar.DigestAsync(artifact, $"{Form} {DockerfileOver(baseName!)}", ct));

    internal override async Task MakeAsync(DockerEngine engine, string? baseName, string artifact, string name, CancellationToken ct)
    {
        await using ImageTar context = new();
        await context.AddTextAsync(DockerfileOver(baseName!), Dockerfile, ct);
        await context.AddAsync(artifact, File, ct);
        await engine.BuildImageAsync(context.Finish(), name, ct);
    }

    /// <summary>Makes an image whose files are given, over another one.</summary>
    /// <param name="files">Where each is on this machine, and where it goes in the image.</param>
    protected static async Task<string> LayerAsync(
        DockerEngine engine, string baseName, string tag, IReadOnlyList<(string Source, string Target)> files, CancellationToken ct)
    {
        string name = ContainerImage.NameOf(tag);
        if (await ContainerImage.FindAsync(engine, name, ct) is not null)
            return name;
        await using ImageTar context = new();
        await context.AddTextAsync($"FROM {baseName}\nCOPY root/ /\nLABEL {Owner.Label}=image\n", Dockerfile, ct);
        foreach ((string source, string target) in files)
            await context.AddAsync(source, $"root{target}", ct);
        await engine.BuildImageAsync(context.Finish(), name, ct);
        return name;
    }

    private string DockerfileOver(string baseName) =>
        $"FROM {baseName}\nCOPY {File} /{File}\nENTRYPOINT {JsonSerializer.Serialize(EntryPoint, DockerJson.Default.IReadOnlyListString)}\nLABEL {Owner.Label}=image\n";
}
