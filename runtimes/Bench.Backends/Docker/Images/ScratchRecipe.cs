namespace Bench.Backends.Docker;

/// <summary>An image of one file and nothing else: a program that is linked statically, or a module for a runtime that takes such.</summary>
/// <param name="File">The file's name in the image.</param>
internal sealed record ScratchRecipe(string File) : ImageRecipe
{
    internal static readonly ScratchRecipe Program = new("program");
    internal static readonly ScratchRecipe Module = new("program.wasm");

    internal override string Description => "FROM scratch";

    internal override async Task<string> NameAsync(string? baseName, string artifact, CancellationToken ct) =>
        ContainerImage.NameOf(await ImageTar.DigestAsync(artifact, $"{Form} {File}", ct));

    internal override async Task MakeAsync(DockerEngine engine, string? baseName, string artifact, string name, CancellationToken ct)
    {
        await using ImageTar tar = new();
        await tar.AddAsync(artifact, File, ct);
        string[] parts = name.Split(':');
        await engine.ImportImageAsync(tar.Finish(), parts[0], parts[1], [$"ENTRYPOINT [\"/{File}\"]", $"LABEL {Owner.Label}=image"], ct);
    }
}
