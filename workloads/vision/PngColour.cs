namespace Bench.Workloads;

/// <summary>Colour type of IHDR, with its number.</summary>
internal enum PngColour : byte
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    RgbAlpha = 6,
}
