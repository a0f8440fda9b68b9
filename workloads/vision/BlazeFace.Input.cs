namespace Bench.Workloads;

/// <content>What it reads, whoever runs it.</content>
internal sealed partial class BlazeFace
{
    /// <summary>Pixels of the input, which is a square.</summary>
    public const int Side = 128;

    private const int Channels = 3;

    /// <param name="rgb">128 x 128 x 3, from 0 to 255.</param>
    /// <param name="input">As many floats, from -1 to 1.</param>
    public static void FillInput(ReadOnlySpan<byte> rgb, Span<float> input)
    {
        for (int i = 0; i < rgb.Length; i++)
            input[i] = rgb[i] / 127.5f - 1;
    }
}
