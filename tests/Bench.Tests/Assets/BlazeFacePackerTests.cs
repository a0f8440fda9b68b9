using System.Buffers.Binary;
using System.Security.Cryptography;
using Bench.Assets;
using Bench.Assets.Onnx;
using Bench.Workloads;

namespace Bench.Tests;

public sealed class BlazeFacePackerTests
{
    private static readonly OnnxFile.Convolution[] s_small =
    [
        new([2, 3, 1, 1], Stride: 2), new([2, 1, 3, 3], HasBias: false, Stride: 2), new([4, 2, 1, 1], Packed: true),
        new([32, 88, 1, 1]), new([96, 96, 1, 1]), new([2, 88, 1, 1]), new([6, 96, 1, 1]),
    ];

    [Fact]
    public void Weights_are_laid_out_by_window_input_and_output()
    {
        byte[] packed = BlazeFacePacker.Pack(OnnxGraph.Read(OnnxFile.Of(s_small)));

        Assert.Equal("BZF1"u8, packed.AsSpan(0, 4));
        Assert.Equal(packed.Length - 12, BinaryPrimitives.ReadInt32LittleEndian(packed.AsSpan(4)));
        Assert.Equal(Crc32.Of(packed.AsSpan(12)), BinaryPrimitives.ReadUInt32LittleEndian(packed.AsSpan(8)));
        int at = 12;
        Assert.Equal([2, 1, 1], Integers(3));
        Assert.Equal([0, 3, 1, 4, 2, 5, /* biases */ 6, 7], Floats(8));
        Assert.Equal([2, 4, 2], Integers(3));
        Assert.Equal([8, 17, 9, 18, 10, 19, 11, 20, 12, 21, 13, 22, 14, 23, 15, 24, 16, 25, /* no biases */ 0, 0], Floats(20));
        Assert.Equal([26, 28, 30, 32, 27, 29, 31, 33, /* biases */ 34, 35, 36, 37], Floats(12));
        Assert.Equal([88, 2], Integers(2));

        int[] Integers(int count) => [.. Enumerable.Range(0, count).Select(_ => BinaryPrimitives.ReadInt32LittleEndian(packed.AsSpan((at += 4) - 4)))];
        float[] Floats(int count) => [.. Enumerable.Range(0, count).Select(_ => BinaryPrimitives.ReadSingleLittleEndian(packed.AsSpan((at += 4) - 4)))];
    }

    [Fact]
    public void Another_model_is_refused()
    {
        foreach (int left in Enumerable.Range(0, s_small.Length))
            Assert.Throws<InvalidDataException>(() => BlazeFacePacker.Pack(OnnxGraph.Read(OnnxFile.Of(s_small.Where((_, i) => i != left)))));
        Assert.Throws<InvalidDataException>(() => BlazeFacePacker.Pack(OnnxGraph.Read([])));
    }

    [Fact]
    public void A_model_cut_off_or_spoilt_is_an_error_and_takes_no_more_memory_than_a_whole_one()
    {
        byte[] file = OnnxFile.Of(s_small);
        Random random = new(20261121);
        int packed = 0, refused = 0;
        for (int run = 0; run < 3000; run++)
        {
            byte[] spoilt = run % 3 == 0 ? file[..random.Next(file.Length)] : [.. file];
            // Between the weights, where the sizes stand.
            for (int change = 0; change < 4 && spoilt.Length > 0; change++)
                spoilt[random.Next(4) == 0 ? random.Next(spoilt.Length) : random.Next(Math.Min(500, spoilt.Length))] = (byte)random.Next(256);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                BlazeFacePacker.Pack(OnnxGraph.Read(spoilt));
                packed++;
            }
            catch (InvalidDataException)
            {
                refused++;
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20 * file.Length);
        }
        Assert.True(packed > 0 && refused > 1000, $"{packed} packed, {refused} refused");
    }

    [SkippableFact]
    public void The_known_model_gives_the_known_bytes()
    {
        string model = Path.Combine(Repo.Root, ".tools", "assets", "blazeface", "blazeface.onnx");
        Skip.IfNot(File.Exists(model), "the model is not there: ./bench setup");

        byte[] packed = BlazeFacePacker.Pack(OnnxGraph.Read(File.ReadAllBytes(model)));

        Assert.Equal("ac5179744f647d93b111ced5de16814ae9415e84b159d9d86aa17f4b6ee0693b", Convert.ToHexStringLower(SHA256.HashData(packed)));
    }
}
