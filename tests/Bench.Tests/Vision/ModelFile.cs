using System.Buffers.Binary;
using Bench.Workloads;

namespace Bench.Tests;

/// <summary>Models with the sizes of BlazeFace and weights made up.</summary>
internal static class ModelFile
{
    internal const int Inputs = BlazeFace.Side * BlazeFace.Side * 3;

    internal static readonly (int Inputs, int Outputs, int Stride)[] Blocks =
    [
        (24, 24, 1), (24, 28, 1), (28, 32, 2), (32, 36, 1), (36, 42, 1), (42, 48, 2), (48, 56, 1), (56, 64, 1),
        (64, 72, 1), (72, 80, 1), (80, 88, 1), (88, 96, 2), (96, 96, 1), (96, 96, 1), (96, 96, 1), (96, 96, 1),
    ];

    internal static readonly (int Inputs, int Outputs)[] Heads = [(88, 2), (96, 6), (88, 32), (96, 96)];

    /// <param name="stem">Outputs of the first convolution: 24, or it is another network.</param>
    internal static byte[] Of(int seed, int stem = 24)
    {
        Random random = new(seed);
        using MemoryStream body = new();
        Sizes(24, 5, Blocks.Length);
        Weights(5 * 5 * 3, 24);
        foreach ((int inputs, int outputs, int stride) in Blocks)
        {
            Sizes(inputs, outputs, stride);
            Weights(9, inputs);
            Weights(inputs, outputs);
        }
        foreach ((int inputs, int outputs) in Heads)
        {
            Sizes(inputs, outputs);
            Weights(inputs, outputs);
        }
        byte[] bytes = body.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(bytes, stem);
        return Behind(bytes);

        void Sizes(params int[] sizes)
        {
            foreach (int size in sizes)
                body.Write(BitConverter.GetBytes(size));
        }

        void Weights(int rows, int columns)
        {
            // Small enough that sums stay of one size through all layers.
            float scale = 2 / MathF.Sqrt(rows);
            for (int i = 0; i < (rows + 1) * columns; i++)
                body.Write(BitConverter.GetBytes((random.NextSingle() - 0.5f) * scale));
        }
    }

    /// <summary>The body with magic, length and checksum before it.</summary>
    internal static byte[] Behind(byte[] body)
    {
        byte[] file = [.. "BZF1"u8, 0, 0, 0, 0, 0, 0, 0, 0, .. body];
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), body.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(8), Crc32.Of(body));
        return file;
    }

    internal static float[] Input(int seed)
    {
        Random random = new(seed);
        float[] input = new float[Inputs];
        BlazeFace.FillInput([.. input.Select(_ => (byte)random.Next(256))], input);
        return input;
    }
}
