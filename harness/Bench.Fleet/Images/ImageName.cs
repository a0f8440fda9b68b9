namespace Bench.Fleet.Images;

/// <summary>What an image of the harness is called.</summary>
public static class ImageName
{
    /// <summary>The host part makes an engine that has no such image fail at once, instead of asking the world's registry.</summary>
    public const string Repository = "localhost/bench";

    public const string IdLabel = "org.bench.id";
    public const string CommitLabel = "org.bench.commit";

    private const int TagLength = 16;

    /// <param name="id">Of <see cref="Core.ImageIdentity"/>.</param>
    public static string Of(string id) => $"{Repository}:{TagOf(id)}";

    internal static string TagOf(string id) => id[..TagLength];
}
