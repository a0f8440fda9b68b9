namespace Bench.Workloads;

/// <summary>Which coefficients a scan gives, and which of their bits.</summary>
/// <param name="First">0 to 63, in zigzag order.</param>
/// <param name="High">The bit above those that are given; 0 if none was given before.</param>
/// <param name="Low">The lowest bit that is given.</param>
internal readonly record struct JpegBand(int First, int Last, int High, int Low);
