namespace Bench.Workloads;

/// <summary>A square of pixels between two layers, with a border of zeros one pixel wide.</summary>
/// <param name="channels">A multiple of <see cref="Convolution.Lanes"/>.</param>
internal sealed class FeatureMap(int side, int channels)
{
    public int Side { get; } = side;

    public int Channels { get; } = channels;

    /// <summary>By row, pixel and channel.</summary>
    public float[] Values { get; } = new float[(side + 2) * (side + 2) * channels];

    /// <summary>From a pixel to the one below.</summary>
    public int RowLength => (Side + 2) * Channels;

    /// <summary>Where a pixel begins; -1 and <see cref="Side"/> are the border.</summary>
    public int IndexOf(int y, int x) => (y + 1) * RowLength + (x + 1) * Channels;
}
