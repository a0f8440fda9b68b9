namespace Bench.Fleet.Images;

/// <param name="Digest">Lower-case SHA-256 of the tar file.</param>
/// <param name="IsNew">Whether it was written now; else it was there from before.</param>
public sealed record BuiltLayer(string Name, string Digest, long Bytes, bool IsNew, TimeSpan Took);

/// <param name="LeftOut">What was asked for and cannot be in an image, with the reason; a line each.</param>
public sealed record BuiltImage(Core.ImageIdentity Identity, IReadOnlyList<BuiltLayer> Layers, IReadOnlyList<string> LeftOut)
{
    public string Name => ImageName.Of(Identity.Id);
}
