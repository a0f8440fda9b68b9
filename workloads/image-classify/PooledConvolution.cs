using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bench.Workloads;

/// <summary>A convolution of 3 x 3 pixels, then the maxima of 2 x 2 of its outputs, then relu. Each output is one sum in one order, as in the C program: bias, then inputs by window row, window column and channel.</summary>
/// <param name="side">Of the input, without its border of zeros one pixel wide.</param>
/// <param name="outputs">A multiple of eight.</param>
internal sealed class PooledConvolution(int side, int inputs, int outputs)
{
    private const int Window = 3;

    // What is pooled to one pixel is what stays in registers: 4 pixels by 2 vectors.
    private const int TileOutputs = 8;

    private readonly float[] _bias = new float[outputs];

    /// <summary>By window row, window column, input and output.</summary>
    private readonly float[] _weights = new float[Window * Window * inputs * outputs];

    /// <summary>Takes the next weights and biases.</summary>
    /// <exception cref="InvalidDataException">There are fewer.</exception>
    public void Load(ref ModelReader reader)
    {
        reader.ReadFloats(_weights.Length).CopyTo(_weights);
        reader.ReadFloats(_bias.Length).CopyTo(_bias);
    }

    /// <summary>Two rows of the convolution, which become one.</summary>
    /// <param name="input">By row, pixel and channel, with the border.</param>
    /// <param name="y">Of the output.</param>
    /// <param name="output">Half as many pixels as the input has, of all outputs.</param>
    public void RunRow(ReadOnlySpan<float> input, int y, Span<float> output)
    {
        int row = (side + 2) * inputs;
        // What is read and written below is not checked one by one.
        ArgumentOutOfRangeException.ThrowIfLessThan(input.Length, (2 * y + 4) * row);
        ArgumentOutOfRangeException.ThrowIfLessThan(output.Length, side / 2 * outputs);
        for (int first = 0; first < outputs; first += TileOutputs)
            for (int x = 0; x < side / 2; x++)
                RunTile(in input[2 * y * row + 2 * x * inputs], row, first, ref output[x * outputs + first]);
    }

    /// <summary>Eight outputs of one pixel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]   // All the time goes here: without it, the first images are those of another program.
    private void RunTile(ref readonly float input, int row, int first, ref float output)
    {
        ref float weights = ref _weights[first];
        // The convolution's outputs a b
        //                           c d
        Vector128<float> a0 = Vector128.LoadUnsafe(ref _bias[first]), b0 = a0, c0 = a0, d0 = a0;
        Vector128<float> a1 = Vector128.LoadUnsafe(ref _bias[first + 4]), b1 = a1, c1 = a1, d1 = a1;
        for (int windowRow = 0; windowRow < Window; windowRow++)
        {
            ref float upper = ref Unsafe.Add(ref Unsafe.AsRef(in input), windowRow * row);
            ref float lower = ref Unsafe.Add(ref upper, row);
            for (int i = 0; i < Window * inputs; i++)
            {
                Vector128<float> weight0 = Vector128.LoadUnsafe(ref weights), weight1 = Vector128.LoadUnsafe(ref weights, 4);
                Vector128<float> a = Vector128.Create(upper), b = Vector128.Create(Unsafe.Add(ref upper, inputs));
                Vector128<float> c = Vector128.Create(lower), d = Vector128.Create(Unsafe.Add(ref lower, inputs));
                a0 += a * weight0;
                a1 += a * weight1;
                b0 += b * weight0;
                b1 += b * weight1;
                c0 += c * weight0;
                c1 += c * weight1;
                d0 += d * weight0;
                d1 += d * weight1;
                upper = ref Unsafe.Add(ref upper, 1);
                lower = ref Unsafe.Add(ref lower, 1);
                weights = ref Unsafe.Add(ref weights, outputs);
            }
        }
        Vector128.Max(LargestOf(a0, b0, c0, d0), Vector128<float>.Zero).StoreUnsafe(ref output);
        Vector128.Max(LargestOf(a1, b1, c1, d1), Vector128<float>.Zero).StoreUnsafe(ref output, 4);
    }

    private static Vector128<float> LargestOf(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d) =>
        Vector128.Max(Vector128.Max(a, b), Vector128.Max(c, d));
}
