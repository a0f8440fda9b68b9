using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Bench.Workloads;

namespace Bench.Tests;

/// <summary>The network of image-classify in plain loops, and weights made up for it.</summary>
internal static class PlainFashion
{
    internal static byte[] Model(int seed, int firstChannels = 8)
    {
        Random random = new(seed);
        List<byte> body = [.. BitConverter.GetBytes(28)];
        foreach ((int inputs, int outputs, int rows) in ((int, int, int)[])[(1, 8, 9), (8, 16, 72), (784, 10, 784)])
        {
            body.AddRange([.. BitConverter.GetBytes(inputs), .. BitConverter.GetBytes(outputs == 8 ? firstChannels : outputs)]);
            for (int i = 0; i < (rows + 1) * outputs; i++)
                body.AddRange(BitConverter.GetBytes((random.NextSingle() - 0.5f) * 2 / MathF.Sqrt(rows)));
        }
        return Behind([.. body]);
    }

    /// <summary>The body with magic, length and checksum before it.</summary>
    internal static byte[] Behind(byte[] body)
    {
        byte[] file = [.. "FMN1"u8, .. new byte[8], .. body];
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), body.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(8), Crc32.Of(body));
        return file;
    }

    internal static byte[] Image(int seed)
    {
        byte[] pixels = new byte[FashionNetwork.Pixels];
        new Random(seed).NextBytes(pixels);
        return pixels;
    }

    internal static float[] Run(byte[] model, byte[] pixels)
    {
        ReadOnlySpan<float> rest = MemoryMarshal.Cast<byte, float>(model.AsSpan(16));
        float[] map = Pool(Convolve([.. pixels.Select(static pixel => pixel / 255f)], 28, Layer(ref rest, 9 * 1, 8)), 28, 8);
        map = Pool(Convolve(map, 14, Layer(ref rest, 9 * 8, 16)), 14, 16);
        (float[] weights, float[] scores) = Layer(ref rest, 784, 10);
        for (int i = 0; i < 784; i++)
            for (int o = 0; o < 10; o++)
                scores[o] += map[i] * weights[i * 10 + o];
        return scores;
    }

    private static (float[] Weights, float[] Bias) Layer(ref ReadOnlySpan<float> rest, int rows, int outputs)
    {
        ReadOnlySpan<float> layer = rest.Slice(2, (rows + 1) * outputs);
        rest = rest[(2 + layer.Length)..];
        return (layer[..(rows * outputs)].ToArray(), layer[(rows * outputs)..].ToArray());
    }

    private static float[] Convolve(float[] input, int side, (float[] Weights, float[] Bias) layer)
    {
        int inputs = input.Length / (side * side), outputs = layer.Bias.Length;
        float[] output = new float[side * side * outputs];
        for (int y = 0; y < side; y++)
            for (int x = 0; x < side; x++)
                for (int o = 0; o < outputs; o++)
                {
                    float sum = layer.Bias[o];
                    for (int tap = 0; tap < 9; tap++)
                        for (int i = 0; i < inputs; i++)
                        {
                            int row = y + tap / 3 - 1, column = x + tap % 3 - 1;
                            bool inside = row >= 0 && row < side && column >= 0 && column < side;
                            sum += (inside ? input[(row * side + column) * inputs + i] : 0) * layer.Weights[(tap * inputs + i) * outputs + o];
                        }
                    output[(y * side + x) * outputs + o] = sum;
                }
        return output;
    }

    private static float[] Pool(float[] input, int side, int channels)
    {
        float[] output = new float[side / 2 * (side / 2) * channels];   // zero: what is below it does not count
        for (int y = 0; y < side; y++)
            for (int x = 0; x < side; x++)
                for (int channel = 0; channel < channels; channel++)
                {
                    ref float largest = ref output[(y / 2 * (side / 2) + x / 2) * channels + channel];
                    largest = Math.Max(largest, input[(y * side + x) * channels + channel]);
                }
        return output;
    }
}
