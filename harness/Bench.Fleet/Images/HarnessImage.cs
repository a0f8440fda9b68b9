namespace Bench.Fleet.Images;

/// <summary>Where things are in an image of the harness.</summary>
public static class HarnessImage
{
    /// <summary>The checkout's root.</summary>
    public const string Root = "/bench";

    internal const string Tool = "artifacts/publish/bench.dll";
    internal const string SearchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
}
