namespace Bench.Workloads;

/// <summary>What the network says of each place where a face may be: two of each of 16 x 16 cells, then six of each of 8 x 8.</summary>
internal sealed class BlazeFaceOutput
{
    public const int FineGrid = 16;
    public const int CoarseGrid = 8;
    public const int FineAnchors = FineGrid * FineGrid * 2;
    public const int Anchors = FineAnchors + CoarseGrid * CoarseGrid * 6;

    /// <summary>Of a box: centre, size, six points of the face.</summary>
    public const int Numbers = 16;

    /// <summary>Log-odds of a face.</summary>
    public float[] Scores { get; } = new float[Anchors];

    /// <summary>Anchors x 16: x and y from the centre of the cell, width, height and the points, in pixels of the network's input.</summary>
    public float[] Boxes { get; } = new float[Anchors * Numbers];
}
