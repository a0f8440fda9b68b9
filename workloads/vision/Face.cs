using System.Globalization;

namespace Bench.Workloads;

/// <summary>The likeliest face of an image.</summary>
/// <param name="Score">From 0 to 1.</param>
/// <param name="CentreX">This and the rest: fractions of the image's width and height, from its upper left corner.</param>
internal readonly record struct Face(float Score, float CentreX, float CentreY, float Width, float Height)
{
    public const float Threshold = 0.75f;

    /// <summary>Whether it is taken for a face; else the box says nothing.</summary>
    public bool Found => Score >= Threshold;

    /// <param name="width">Pixels of the image that <see cref="BoxResize"/> has put into the network's square.</param>
    public static Face Find(BlazeFaceOutput output, int width, int height)
    {
        int best = 0;
        for (int i = 1; i < BlazeFaceOutput.Anchors; i++)
            if (output.Scores[i] > output.Scores[best])
                best = i;

        bool isFine = best < BlazeFaceOutput.FineAnchors;
        int grid = isFine ? BlazeFaceOutput.FineGrid : BlazeFaceOutput.CoarseGrid;
        int cell = isFine ? best / 2 : (best - BlazeFaceOutput.FineAnchors) / 6;
        ReadOnlySpan<float> box = output.Boxes.AsSpan(best * BlazeFaceOutput.Numbers, BlazeFaceOutput.Numbers);
        // In fractions of the square.
        float x = (cell % grid + 0.5f) / grid + box[0] / BlazeFace.Side;
        float y = (cell / grid + 0.5f) / grid + box[1] / BlazeFace.Side;

        int side = Math.Max(width, height);
        return new Face(
            1 / (1 + MathF.Exp(-output.Scores[best])),
            (x * side - (side - width) / 2) / width,
            (y * side - (side - height) / 2) / height,
            box[2] / BlazeFace.Side * side / width,
            box[3] / BlazeFace.Side * side / height);
    }

    /// <summary>Without the image's name, to three decimals: <c>face SCORE CX CY W H</c> or <c>none SCORE</c>.</summary>
    public override string ToString() => Found
        ? string.Create(CultureInfo.InvariantCulture, $"face {Score:F3} {CentreX:F3} {CentreY:F3} {Width:F3} {Height:F3}")
        : string.Create(CultureInfo.InvariantCulture, $"none {Score:F3}");
}
