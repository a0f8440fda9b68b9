namespace Bench.Core;

/// <summary>What programs that look at images report of themselves: the mean time of an image, stage by stage. All are parts of <see cref="Phases.Execute"/>, which is of all images.</summary>
public static class ImagePhases
{
    /// <summary>A file's bytes to pixels.</summary>
    public const string Decode = "decode";

    /// <summary>Pixels to what the network reads.</summary>
    public const string Resize = "resize";

    /// <summary>The network, wherever it is run.</summary>
    public const string Inference = "inference";

    /// <summary>What the network says, to an answer.</summary>
    public const string Post = "post";

    /// <summary>In the order in which an image goes through them.</summary>
    public static IReadOnlyList<string> All { get; } = [Decode, Resize, Inference, Post];
}
