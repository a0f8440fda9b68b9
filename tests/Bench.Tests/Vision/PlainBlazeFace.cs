using System.Buffers.Binary;
using Bench.Workloads;

namespace Bench.Tests;

/// <summary>The network as its description has it: loops over outputs and inputs, nothing rearranged. Each sum begins with the bias and goes through the window row by row.</summary>
internal static class PlainBlazeFace
{
    private const int FineBlock = 10;

    internal static BlazeFaceOutput Run(byte[] model, float[] input)
    {
        int at = 12;
        at += 3 * sizeof(int);
        Map map = Relu(Convolve(new Map(BlazeFace.Side, 3, input), Take(5 * 5 * 3 * 24), Take(24), 24, window: 5, stride: 2, before: 1));
        Map fine = map;
        for (int i = 0; i < ModelFile.Blocks.Length; i++)
        {
            (int inputs, int outputs, int stride) = ModelFile.Blocks[i];
            at += 3 * sizeof(int);
            Map between = Depthwise(map, Take(9 * inputs), Take(inputs), stride);
            Map sum = Convolve(between, Take(inputs * outputs), Take(outputs), outputs, window: 1, stride: 1, before: 0);
            map = Relu(Add(sum, stride == 2 ? Pool(map) : map));
            if (i == FineBlock)
                fine = map;
        }
        BlazeFaceOutput output = new();
        Map[] heads = new Map[ModelFile.Heads.Length];
        for (int i = 0; i < heads.Length; i++)
        {
            (int inputs, int outputs) = ModelFile.Heads[i];
            at += 2 * sizeof(int);
            heads[i] = Convolve(inputs == 88 ? fine : map, Take(inputs * outputs), Take(outputs), outputs, window: 1, stride: 1, before: 0);
        }
        ((float[])[.. heads[0].Values, .. heads[1].Values]).CopyTo(output.Scores, 0);
        ((float[])[.. heads[2].Values, .. heads[3].Values]).CopyTo(output.Boxes, 0);
        return output;

        float[] Take(int count)
        {
            float[] taken = new float[count];
            for (int i = 0; i < count; i++, at += sizeof(float))
                taken[i] = BinaryPrimitives.ReadSingleLittleEndian(model.AsSpan(at));
            return taken;
        }
    }

    private static Map Convolve(Map input, float[] weights, float[] bias, int outputs, int window, int stride, int before)
    {
        Map output = Map.Empty(input.Side / stride, outputs);
        for (int y = 0; y < output.Side; y++)
            for (int x = 0; x < output.Side; x++)
                for (int channel = 0; channel < outputs; channel++)
                {
                    float sum = bias[channel];
                    for (int ky = 0; ky < window; ky++)
                        for (int kx = 0; kx < window; kx++)
                            for (int i = 0; i < input.Channels; i++)
                                sum += input[y * stride + ky - before, x * stride + kx - before, i] * weights[(((ky * window + kx) * input.Channels) + i) * outputs + channel];
                    output[y, x, channel] = sum;
                }
        return output;
    }

    private static Map Depthwise(Map input, float[] weights, float[] bias, int stride)
    {
        Map output = Map.Empty(input.Side / stride, input.Channels);
        int before = stride == 1 ? 1 : 0;
        for (int y = 0; y < output.Side; y++)
            for (int x = 0; x < output.Side; x++)
                for (int channel = 0; channel < input.Channels; channel++)
                {
                    float sum = bias[channel];
                    for (int ky = 0; ky < 3; ky++)
                        for (int kx = 0; kx < 3; kx++)
                            sum += input[y * stride + ky - before, x * stride + kx - before, channel] * weights[(ky * 3 + kx) * input.Channels + channel];
                    output[y, x, channel] = sum;
                }
        return output;
    }

    private static Map Pool(Map input)
    {
        Map output = Map.Empty(input.Side / 2, input.Channels);
        for (int y = 0; y < output.Side; y++)
            for (int x = 0; x < output.Side; x++)
                for (int channel = 0; channel < input.Channels; channel++)
                    output[y, x, channel] = Math.Max(Math.Max(input[2 * y, 2 * x, channel], input[2 * y, 2 * x + 1, channel]), Math.Max(input[2 * y + 1, 2 * x, channel], input[2 * y + 1, 2 * x + 1, channel]));
        return output;
    }

    /// <summary>Channels that the other one does not have stay as they are.</summary>
    private static Map Add(Map map, Map other)
    {
        for (int y = 0; y < map.Side; y++)
            for (int x = 0; x < map.Side; x++)
                for (int channel = 0; channel < other.Channels; channel++)
                    map[y, x, channel] += other[y, x, channel];
        return map;
    }

    private static Map Relu(Map map)
    {
        for (int i = 0; i < map.Values.Length; i++)
            map.Values[i] = Math.Max(map.Values[i], 0);
        return map;
    }

    /// <summary>A square of pixels; outside of it, zeros.</summary>
    private sealed record Map(int Side, int Channels, float[] Values)
    {
        internal static Map Empty(int side, int channels) => new(side, channels, new float[side * side * channels]);

        internal float this[int y, int x, int channel]
        {
            get => (uint)y < Side && (uint)x < Side ? Values[(y * Side + x) * Channels + channel] : 0;
            set => Values[(y * Side + x) * Channels + channel] = value;
        }
    }
}
