using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bench.Workloads;

/// <summary>3 x 3 pixels, each channel by itself.</summary>
/// <param name="stride">1, with the window around the pixel; or 2, where the model pads to the right and below only.</param>
internal sealed class DepthwiseConvolution(int channels, int stride)
{
    private const int Taps = 9;

    /// <summary>Filled up to whole vectors with zeros.</summary>
    private readonly float[] _bias = new float[Convolution.Padded(channels)];

    /// <summary>By tap (row by row) and channel, those filled up.</summary>
    private readonly float[] _weights = new float[Taps * Convolution.Padded(channels)];

    /// <summary>Takes the next weights, by tap and channel, and then biases.</summary>
    /// <exception cref="InvalidDataException">There are fewer.</exception>
    public void Load(ref ModelReader reader)
    {
        ReadOnlySpan<float> weights = reader.ReadFloats(Taps * channels);
        for (int tap = 0; tap < Taps; tap++)
            weights.Slice(tap * channels, channels).CopyTo(_weights.AsSpan(tap * _bias.Length));
        reader.ReadFloats(channels).CopyTo(_bias);
    }

    /// <param name="output">A row of the answer: pixels of as many channels as the input has.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(FeatureMap input, int y, Span<float> output)
    {
        int shift = stride == 1 ? -1 : 0;
        int width = input.Side / stride;
        int row = input.RowLength, pixel = input.Channels;
        for (int channel = 0; channel < pixel; channel += Convolution.Lanes)
        {
            Vector128<float> bias = Vector128.LoadUnsafe(ref _bias[channel]);
            ref float weights = ref _weights[channel];
            Vector128<float> w0 = Weight(ref weights, 0, pixel), w1 = Weight(ref weights, 1, pixel), w2 = Weight(ref weights, 2, pixel);
            Vector128<float> w3 = Weight(ref weights, 3, pixel), w4 = Weight(ref weights, 4, pixel), w5 = Weight(ref weights, 5, pixel);
            Vector128<float> w6 = Weight(ref weights, 6, pixel), w7 = Weight(ref weights, 7, pixel), w8 = Weight(ref weights, 8, pixel);
            // The last pixel of the window of the last one: the rest lies before it.
            _ = input.Values[input.IndexOf(y * stride + shift + 2, (width - 1) * stride + shift + 2) + channel + Convolution.Lanes - 1];
            ref float above = ref input.Values[input.IndexOf(y * stride + shift, shift) + channel];
            for (int x = 0; x < width; x++)
            {
                ref float centre = ref Unsafe.Add(ref above, row);
                ref float below = ref Unsafe.Add(ref centre, row);
                Vector128<float> sum = bias;
                sum += Vector128.LoadUnsafe(ref above) * w0;
                sum += Vector128.LoadUnsafe(ref Unsafe.Add(ref above, pixel)) * w1;
                sum += Vector128.LoadUnsafe(ref Unsafe.Add(ref above, 2 * pixel)) * w2;
                sum += Vector128.LoadUnsafe(ref centre) * w3;
                sum += Vector128.LoadUnsafe(ref Unsafe.Add(ref centre, pixel)) * w4;
                sum += Vector128.LoadUnsafe(ref Unsafe.Add(ref centre, 2 * pixel)) * w5;
                sum += Vector128.LoadUnsafe(ref below) * w6;
                sum += Vector128.LoadUnsafe(ref Unsafe.Add(ref below, pixel)) * w7;
                sum += Vector128.LoadUnsafe(ref Unsafe.Add(ref below, 2 * pixel)) * w8;
                sum.CopyTo(output.Slice(x * pixel + channel, Convolution.Lanes));
                above = ref Unsafe.Add(ref above, stride * pixel);
            }
        }
    }

    private static Vector128<float> Weight(ref float weights, int tap, int pixel) => Vector128.LoadUnsafe(ref Unsafe.Add(ref weights, tap * pixel));
}
