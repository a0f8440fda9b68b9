using Bench.Core;

namespace Bench.Backends.Docker;

/// <summary>A program over a small Debian, as most images of native programs are: the C library and a shell are in the image, linked when the program starts.</summary>
internal sealed record DebianRecipe : LayeredRecipe
{
    /// <summary>In tools.json.</summary>
    internal const string Tool = "debian-base";

    internal override string Description => "FROM debian (debootstrap, minbase)";

    protected override string File => "program";

    protected override IReadOnlyList<string> EntryPoint => ["/program"];

    internal override async Task<string?> BaseAsync(DockerEngine engine, Toolbox tools, CancellationToken ct) => await ImportAsync(engine, tools, ct);

    /// <returns>The name of the distribution's image.</returns>
    internal static async Task<string> ImportAsync(DockerEngine engine, Toolbox tools, CancellationToken ct)
    {
        string file = Path.Combine(tools.Layout.Home, tools.Catalog[Tool].Files[0]);
        string tag = "debian-" + await ImageTar.DigestAsync(file, "", ct);
        string name = ContainerImage.NameOf(tag);
        if (await ContainerImage.FindAsync(engine, name, ct) is not null)
            return name;
        await using FileStream tar = System.IO.File.OpenRead(file);
        await engine.ImportImageAsync(tar, ContainerImage.Repository, tag, [$"LABEL {Owner.Label}=image"], ct);
        return name;
    }
}
