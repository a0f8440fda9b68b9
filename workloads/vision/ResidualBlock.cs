using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bench.Workloads;

/// <summary>relu(pointwise(depthwise(x)) + x), where x is reduced to the maximum of 2 x 2 pixels if the stride is 2.</summary>
internal sealed class ResidualBlock(int side, int inputs, int outputs, int stride)
{
    private readonly float[] _between = new float[side / stride * Convolution.Padded(inputs)];
    private readonly float[] _pooled = new float[side / stride * Convolution.Padded(inputs)];

    public DepthwiseConvolution Depthwise { get; } = new(inputs, stride);

    public Convolution Pointwise { get; } = new(1, inputs, outputs);

    public FeatureMap Output { get; } = new(side / stride, Convolution.Padded(outputs));

    /// <summary>Row by row through both convolutions: what is between them stays in the first-level cache.</summary>
    public void Run(FeatureMap input)
    {
        for (int y = 0; y < Output.Side; y++)
        {
            Depthwise.Run(input, y, _between);
            Span<float> row = Output.Values.AsSpan(Output.IndexOf(y, 0), Output.Side * Output.Channels);
            Pointwise.Run(_between, input.Channels, 0, Output.Side, row);
            ReadOnlySpan<float> residual = input.Values.AsSpan(input.IndexOf(y, 0), input.Side * input.Channels);
            if (stride == 2)
            {
                Pool(input, y, _pooled);
                residual = _pooled;
            }
            AddAndRelu(row, Output.Channels, residual, input.Channels);
        }
    }

    /// <summary>The negative ones become zero.</summary>
    public static void Relu(Span<float> row)
    {
        foreach (ref Vector128<float> vector in MemoryMarshal.Cast<float, Vector128<float>>(row))
            vector = Vector128.Max(vector, Vector128<float>.Zero);
    }

    private static void AddAndRelu(Span<float> row, int channels, ReadOnlySpan<float> residual, int residualChannels)
    {
        for (int x = 0; x * channels < row.Length; x++)
        {
            Span<Vector128<float>> pixel = MemoryMarshal.Cast<float, Vector128<float>>(row.Slice(x * channels, channels));
            ReadOnlySpan<Vector128<float>> added = MemoryMarshal.Cast<float, Vector128<float>>(residual.Slice(x * residualChannels, residualChannels));
            for (int v = 0; v < added.Length; v++)
                pixel[v] += added[v];
        }
        Relu(row);
    }

    private static void Pool(FeatureMap input, int y, Span<float> output)
    {
        int channels = input.Channels;
        ReadOnlySpan<float> above = input.Values.AsSpan(input.IndexOf(2 * y, 0), input.Side * channels);
        ReadOnlySpan<float> below = input.Values.AsSpan(input.IndexOf(2 * y + 1, 0), input.Side * channels);
        for (int x = 0; x < input.Side / 2; x++)
            for (int channel = 0; channel < channels; channel += Convolution.Lanes)
            {
                int left = 2 * x * channels + channel, right = left + channels;
                Vector128<float> upper = Vector128.Max(Vector128.Create(above[left..]), Vector128.Create(above[right..]));
                Vector128<float> lower = Vector128.Max(Vector128.Create(below[left..]), Vector128.Create(below[right..]));
                Vector128.Max(upper, lower).CopyTo(output[(x * channels + channel)..]);
            }
    }
}
