using Bench.Workloads;

namespace Bench.Assets;

/// <summary>Cuts faces of several sizes and places out of the astronaut's portrait.</summary>
internal sealed class FaceImages : IAssetMaker
{
    private static readonly (string Name, int Left, int Top, int Side, bool Mirrored)[] s_crops =
    [
        ("400", 0, 0, 400, false),
        ("320", 64, 0, 320, false),
        ("256", 96, 0, 256, false),
        ("mirrored", 80, 10, 300, true),
    ];

    public string Tool => "images";

    public void Make(string folder)
    {
        Picture whole = Picture.Decode(File.ReadAllBytes(Path.Combine(folder, "astronaut.png")));
        foreach ((string name, int left, int top, int side, bool mirrored) in s_crops)
            File.WriteAllBytes(Path.Combine(folder, $"astronaut-{name}.png"), Png.Encode(Crop(whole, left, top, side, mirrored)));
    }

    /// <exception cref="InvalidDataException">The square is not within the picture.</exception>
    internal static Picture Crop(Picture whole, int left, int top, int side, bool mirrored)
    {
        if (left + side > whole.Width || top + side > whole.Height)
            throw new InvalidDataException($"{whole.Width} x {whole.Height} pixels are too few to cut {side} x {side} out of them at {left}, {top}");
        Picture crop = new(side, side);
        for (int y = 0; y < side; y++)
            for (int x = 0; x < side; x++)
                whole.Rgb.AsSpan(((top + y) * whole.Width + left + (mirrored ? side - 1 - x : x)) * 3, 3).CopyTo(crop.Rgb.AsSpan((y * side + x) * 3));
        return crop;
    }
}
