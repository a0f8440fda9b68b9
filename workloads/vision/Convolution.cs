using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bench.Workloads;

/// <summary>A convolution of one pixel, or of a window of several rows. Each output is one sum in one order, as in the C program: bias, then inputs as they stand in the weights.</summary>
/// <param name="windowRows">1 for a single pixel.</param>
/// <param name="inputs">Of each row of the window.</param>
internal sealed class Convolution(int windowRows, int inputs, int outputs)
{
    /// <summary>Channels that are computed at a time.</summary>
    public const int Lanes = 4;

    // A tile is as many sums as stay in registers: 4 pixels by 2 vectors.
    private const int TilePixels = 4;
    private const int PanelVectors = 2;
    private const int PanelChannels = PanelVectors * Lanes;

    /// <summary>Of each row of the window.</summary>
    public int Inputs => inputs;

    public int Outputs { get; } = outputs;

    /// <summary>Filled up to whole vectors; those beyond the model's are zero.</summary>
    public int PaddedOutputs { get; } = Padded(outputs);

    private readonly float[] _bias = new float[Padded(outputs)];

    /// <summary>By panel of eight outputs (the last may have four), row of the window, input and output.</summary>
    private readonly float[] _weights = new float[windowRows * inputs * Padded(outputs)];

    public static int Padded(int channels) => (channels + Lanes - 1) / Lanes * Lanes;

    /// <summary>Takes the next weights, by row of the window, input and output, and then biases.</summary>
    /// <exception cref="InvalidDataException">There are fewer.</exception>
    public void Load(ref ModelReader reader)
    {
        int rows = windowRows * inputs;
        ReadOnlySpan<float> weights = reader.ReadFloats(rows * Outputs);
        for (int row = 0; row < rows; row++)
            for (int output = 0; output < Outputs; output++)
            {
                int first = output / PanelChannels * PanelChannels;
                int width = Math.Min(PanelChannels, PaddedOutputs - first);
                _weights[first * rows + row * width + output - first] = weights[row * Outputs + output];
            }
        reader.ReadFloats(Outputs).CopyTo(_bias);
    }

    /// <summary>A row of outputs, panel by panel: its weights stay in the first-level cache for the whole row.</summary>
    /// <param name="input">From the first input of the first pixel.</param>
    /// <param name="pixel">From the first input of a pixel to that of the next one.</param>
    /// <param name="windowRow">From a row of the window to the next one.</param>
    /// <param name="width">Pixels, a multiple of four.</param>
    /// <param name="output">Pixels of <see cref="PaddedOutputs"/>.</param>
    public void Run(ReadOnlySpan<float> input, int pixel, int windowRow, int width, Span<float> output)
    {
        // What is read and written below is not checked one by one.
        ArgumentOutOfRangeException.ThrowIfNotEqual(width % TilePixels, 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(input.Length, (width - 1) * pixel + (windowRows - 1) * windowRow + inputs);
        ArgumentOutOfRangeException.ThrowIfLessThan(output.Length, width * PaddedOutputs);
        ref float firstInput = ref MemoryMarshal.GetReference(input);
        ref float firstOutput = ref MemoryMarshal.GetReference(output);
        int first = 0;
        for (; first + PanelChannels <= PaddedOutputs; first += PanelChannels)
            for (int x = 0; x < width; x += TilePixels)
                RunTile(ref Unsafe.Add(ref firstInput, x * pixel), pixel, windowRow, first, ref Unsafe.Add(ref firstOutput, x * PaddedOutputs + first));
        if (first < PaddedOutputs)
            for (int x = 0; x < width; x += TilePixels)
                RunNarrowTile(ref Unsafe.Add(ref firstInput, x * pixel), pixel, windowRow, first, ref Unsafe.Add(ref firstOutput, x * PaddedOutputs + first));
    }

    /// <summary>Eight outputs of four pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]   // All the time goes here: without it, the first images are those of another program.
    private void RunTile(ref float input, int pixel, int windowRow, int first, ref float output)
    {
        ref float weights = ref _weights[first * windowRows * inputs];
        Vector128<float> a0 = Vector128.LoadUnsafe(ref _bias[first]), b0 = a0, c0 = a0, d0 = a0;
        Vector128<float> a1 = Vector128.LoadUnsafe(ref _bias[first + Lanes]), b1 = a1, c1 = a1, d1 = a1;
        for (int row = 0; row < windowRows; row++)
        {
            ref float at = ref Unsafe.Add(ref input, row * windowRow);
            for (int i = 0; i < inputs; i++)
            {
                Vector128<float> weight0 = Vector128.LoadUnsafe(ref weights), weight1 = Vector128.LoadUnsafe(ref weights, Lanes);
                Vector128<float> a = Vector128.Create(at), b = Vector128.Create(Unsafe.Add(ref at, pixel));
                Vector128<float> c = Vector128.Create(Unsafe.Add(ref at, 2 * pixel)), d = Vector128.Create(Unsafe.Add(ref at, 3 * pixel));
                a0 += a * weight0;
                a1 += a * weight1;
                b0 += b * weight0;
                b1 += b * weight1;
                c0 += c * weight0;
                c1 += c * weight1;
                d0 += d * weight0;
                d1 += d * weight1;
                at = ref Unsafe.Add(ref at, 1);
                weights = ref Unsafe.Add(ref weights, PanelChannels);
            }
        }
        Store(a0, a1, ref output);
        Store(b0, b1, ref Unsafe.Add(ref output, PaddedOutputs));
        Store(c0, c1, ref Unsafe.Add(ref output, 2 * PaddedOutputs));
        Store(d0, d1, ref Unsafe.Add(ref output, 3 * PaddedOutputs));
    }

    private static void Store(Vector128<float> lower, Vector128<float> upper, ref float output)
    {
        lower.StoreUnsafe(ref output);
        upper.StoreUnsafe(ref output, Lanes);
    }

    /// <summary>The last four outputs of four pixels, where they are no multiple of eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunNarrowTile(ref float input, int pixel, int windowRow, int first, ref float output)
    {
        ref float weights = ref _weights[first * windowRows * inputs];
        Vector128<float> a0 = Vector128.LoadUnsafe(ref _bias[first]), b0 = a0, c0 = a0, d0 = a0;
        for (int row = 0; row < windowRows; row++)
        {
            ref float at = ref Unsafe.Add(ref input, row * windowRow);
            for (int i = 0; i < inputs; i++)
            {
                Vector128<float> weight = Vector128.LoadUnsafe(ref weights);
                a0 += Vector128.Create(at) * weight;
                b0 += Vector128.Create(Unsafe.Add(ref at, pixel)) * weight;
                c0 += Vector128.Create(Unsafe.Add(ref at, 2 * pixel)) * weight;
                d0 += Vector128.Create(Unsafe.Add(ref at, 3 * pixel)) * weight;
                at = ref Unsafe.Add(ref at, 1);
                weights = ref Unsafe.Add(ref weights, Lanes);
            }
        }
        a0.StoreUnsafe(ref output);
        b0.StoreUnsafe(ref Unsafe.Add(ref output, PaddedOutputs));
        c0.StoreUnsafe(ref Unsafe.Add(ref output, 2 * PaddedOutputs));
        d0.StoreUnsafe(ref Unsafe.Add(ref output, 3 * PaddedOutputs));
    }
}
