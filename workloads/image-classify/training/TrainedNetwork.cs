using System.Buffers.Binary;
using Bench.Workloads;

namespace Bench.Training;

/// <summary>The network of image-classify, in layers that learn.</summary>
internal sealed class TrainedNetwork
{
    private const int Side = FashionNetwork.Side;
    private const int First = FashionNetwork.FirstChannels;
    private const int Second = FashionNetwork.SecondChannels;

    private readonly ConvolutionLayer _first, _second;
    private readonly DenseLayer _last;
    private readonly Layer[] _layers;
    private readonly float[] _input = new float[FashionNetwork.Pixels];
    private readonly float[] _scoreGradient = new float[FashionNetwork.Classes];

    public TrainedNetwork(Random random)
    {
        _first = new ConvolutionLayer(Side, 1, First, random);
        _second = new ConvolutionLayer(Side / 2, First, Second, random);
        _last = new DenseLayer(Side / 4 * (Side / 4) * Second, FashionNetwork.Classes, random);
        _layers =
        [
            _first, new RectifierLayer(Side * Side * First), new PoolingLayer(Side, First),
            _second, new RectifierLayer(Side / 2 * (Side / 2) * Second), new PoolingLayer(Side / 2, Second),
            _last,
        ];
    }

    public IReadOnlyList<Parameters> Parameters => [.. _layers.SelectMany(static layer => layer.Parameters)];

    /// <summary>Adds an image's gradients to those of the parameters.</summary>
    /// <returns>The loss.</returns>
    public double Learn(ReadOnlySpan<byte> pixels, int label)
    {
        double loss = SoftmaxLoss.Of(Scores(pixels), label, _scoreGradient);
        float[] gradient = _scoreGradient;
        foreach (Layer layer in _layers.Reverse())
        {
            layer.Backward(gradient);
            gradient = layer.InputGradient;
        }
        return loss;
    }

    public ReadOnlySpan<float> Scores(ReadOnlySpan<byte> pixels)
    {
        FashionNetwork.FillInput(pixels, _input);
        float[] values = _input;
        foreach (Layer layer in _layers)
        {
            layer.Forward(values);
            values = layer.Output;
        }
        return values;
    }

    /// <returns>The file that <see cref="FashionNetwork"/> reads.</returns>
    public byte[] ToFile()
    {
        using MemoryStream body = new();
        Append(body, Side);
        Append(body, _first.Weights, _first.Biases, inputs: 1, rows: 9);
        Append(body, _second.Weights, _second.Biases, inputs: First, rows: 9 * First);
        Append(body, _last.Weights, _last.Biases, inputs: _last.InputGradient.Length, rows: _last.InputGradient.Length);

        byte[] file = [.. "FMN1"u8, .. new byte[2 * sizeof(int)], .. body.ToArray()];
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), (int)body.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(8), Crc32.Of(file.AsSpan(12)));
        return file;
    }

    /// <summary>Weights by output become weights by input: the kernels compute outputs that lie together at a time.</summary>
    /// <param name="rows">Inputs of an output: of all pixels of its window.</param>
    private static void Append(Stream body, Parameters weights, Parameters biases, int inputs, int rows)
    {
        int outputs = biases.Values.Length;
        Append(body, inputs);
        Append(body, outputs);
        for (int row = 0; row < rows; row++)
            for (int output = 0; output < outputs; output++)
                Append(body, weights.Values[output * rows + row]);
        foreach (float bias in biases.Values)
            Append(body, bias);
    }

    private static void Append(Stream body, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        body.Write(bytes);
    }

    private static void Append(Stream body, float number) => Append(body, BitConverter.SingleToInt32Bits(number));
}
