namespace Bench.Tests;

/// <summary>How a JPEG file of <see cref="JpegFile"/> is made.</summary>
/// <param name="Sampling">Width and height of each component's part in a unit: "2x2 1x1 1x1".</param>
/// <param name="RestartInterval">Units, 0 for no restart.</param>
/// <param name="Adobe">The colour transform of a marker APP14; null for none.</param>
internal sealed record JpegShape(int Width, int Height, string Sampling = "1x1 1x1 1x1", int RestartInterval = 0, bool Progressive = false, bool OneScanEach = false, byte? Adobe = null, string Ids = "\u0001\u0002\u0003\u0004")
{
    internal (int Across, int Down)[] Components => [.. Sampling.Split(' ').Select(static part => (part[0] - '0', part[2] - '0'))];
}
