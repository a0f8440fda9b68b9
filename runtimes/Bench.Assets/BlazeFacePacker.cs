using System.Buffers.Binary;
using Bench.Assets.Onnx;
using Bench.Workloads;

namespace Bench.Assets;

/// <summary>Lays the weights of BlazeFace out as the kernels read them: blazeface.bin.</summary>
/// <remarks>
/// Little-endian: "BZF1", length and CRC-32 of the rest as 32-bit numbers, and then, as 32-bit integers and floats:
/// the first convolution (outputs, side of its window, number of blocks; weights, biases); for each block (inputs, outputs,
/// stride; weights and biases of the depthwise convolution, weights and biases of the pointwise one); for each of the four
/// heads, scores of the finer and the coarser grid and then boxes of both, (inputs, outputs; weights, biases). Weights are
/// by window row, window column, input and output; a bias that the model does not have is zero.
/// </remarks>
internal sealed class BlazeFacePacker : IAssetMaker
{
    /// <summary>Outputs and inputs of the heads, which tell them apart.</summary>
    private static readonly (int Outputs, int Inputs)[] s_heads = [(2, 88), (6, 96), (32, 88), (96, 96)];

    public string Tool => "blazeface";

    public void Make(string folder) =>
        File.WriteAllBytes(Path.Combine(folder, "blazeface.bin"), Pack(OnnxGraph.Read(File.ReadAllBytes(Path.Combine(folder, "blazeface.onnx")))));

    /// <exception cref="InvalidDataException">Not the structure of BlazeFace for 128 x 128 pixels.</exception>
    internal static byte[] Pack(OnnxGraph model)
    {
        OnnxConvolution[] all = [.. model.Nodes.Where(static node => node.Operation == "Conv").Select(node => OnnxConvolution.Of(node, model))];
        int blocks = (all.Length - 1 - s_heads.Length) / 2;
        if (blocks < 1 || all.Length != 1 + 2 * blocks + s_heads.Length)
            throw Different();

        using MemoryStream body = new();
        Append(body, all[0].Outputs, all[0].Side, blocks);
        Append(body, all[0].Weights);
        Append(body, all[0].Bias);
        for (int i = 1; i <= 2 * blocks; i += 2)
        {
            OnnxConvolution depthwise = all[i], pointwise = all[i + 1];
            if (depthwise is not { Inputs: 1, Side: 3 } || pointwise.Side != 1 || pointwise.Inputs != depthwise.Outputs)
                throw Different();
            Append(body, depthwise.Outputs, pointwise.Outputs, depthwise.Stride);
            Append(body, depthwise.Weights);
            Append(body, depthwise.Bias);
            Append(body, pointwise.Weights);
            Append(body, pointwise.Bias);
        }
        foreach ((int outputs, int inputs) in s_heads)
        {
            OnnxConvolution head = all[^s_heads.Length..].FirstOrDefault(one => one.Side == 1 && one.Outputs == outputs && one.Inputs == inputs) ?? throw Different();
            Append(body, inputs, outputs);
            Append(body, head.Weights);
            Append(body, head.Bias);
        }

        byte[] packed = new byte[12 + body.Length];
        "BZF1"u8.CopyTo(packed);
        body.ToArray().CopyTo(packed, 12);
        BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(4), (int)body.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(packed.AsSpan(8), Crc32.Of(packed.AsSpan(12)));
        return packed;
    }

    private static InvalidDataException Different() => new("the model is not BlazeFace for 128 x 128 pixels");

    private static void Append(MemoryStream body, params ReadOnlySpan<int> numbers)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        foreach (int number in numbers)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
            body.Write(bytes);
        }
    }

    private static void Append(MemoryStream body, float[] numbers)
    {
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        foreach (float number in numbers)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes, number);
            body.Write(bytes);
        }
    }
}
