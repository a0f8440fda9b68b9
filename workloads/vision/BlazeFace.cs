namespace Bench.Workloads;

/// <summary>BlazeFace, front camera: a network of 37 convolutions that looks for faces in 128 x 128 pixels. Not for two threads at once.</summary>
/// <remarks>Bazarevsky et al., "BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs", 2019.</remarks>
internal sealed partial class BlazeFace
{
    private const int StemSide = 5;
    private const int StemStride = 2;
    private const int StemOutputs = 24;

    /// <summary>The input with the zeros around it: one pixel to the left and above, two to the right and below.</summary>
    private const int PaddedSide = Side + 3;

    /// <summary>What comes out of it has the finer grid; what comes out of the last block, the coarser one.</summary>
    private const int FineBlock = 10;

    private static readonly (int Outputs, int Stride)[] s_blocks =
        [(24, 1), (28, 1), (32, 2), (36, 1), (42, 1), (48, 2), (56, 1), (64, 1), (72, 1), (80, 1), (88, 1), (96, 2), (96, 1), (96, 1), (96, 1), (96, 1)];

    private readonly float[] _padded = new float[PaddedSide * PaddedSide * Channels];
    private readonly Convolution _stem = new(StemSide, StemSide * Channels, StemOutputs);
    private readonly FeatureMap _stemOutput = new(Side / StemStride, StemOutputs);
    private readonly ResidualBlock[] _blocks = new ResidualBlock[s_blocks.Length];

    // Scores of the finer and the coarser grid, then the boxes of both.
    private readonly Convolution[] _heads =
        [new(1, 88, 2), new(1, 96, 6), new(1, 88, 2 * BlazeFaceOutput.Numbers), new(1, 96, 6 * BlazeFaceOutput.Numbers)];
    private readonly float[] _headRow = new float[BlazeFaceOutput.FineGrid * 96];

    /// <param name="file">The model as blazeface.bin has it.</param>
    /// <exception cref="InvalidDataException">It is something else, or damaged: a short phrase.</exception>
    public BlazeFace(ReadOnlySpan<byte> file)
    {
        ModelReader reader = new(file, "BZF1"u8, "BlazeFace");
        reader.Expect(StemOutputs, StemSide, s_blocks.Length);
        _stem.Load(ref reader);
        int side = Side / StemStride, inputs = StemOutputs;
        for (int i = 0; i < s_blocks.Length; i++)
        {
            (int outputs, int stride) = s_blocks[i];
            reader.Expect(inputs, outputs, stride);
            ResidualBlock block = _blocks[i] = new ResidualBlock(side, inputs, outputs, stride);
            block.Depthwise.Load(ref reader);
            block.Pointwise.Load(ref reader);
            (side, inputs) = (side / stride, outputs);
        }
        foreach (Convolution head in _heads)
        {
            reader.Expect(head.Inputs, head.Outputs);
            head.Load(ref reader);
        }
        reader.ExpectEnd();
    }

    /// <param name="input">128 rows of 128 pixels, each from -1 to 1 in red, green and blue.</param>
    public void Run(ReadOnlySpan<float> input, BlazeFaceOutput output)
    {
        RunStem(input);
        FeatureMap map = _stemOutput;
        foreach (ResidualBlock block in _blocks)
        {
            block.Run(map);
            map = block.Output;
        }
        FeatureMap fine = _blocks[FineBlock].Output;
        RunHead(_heads[0], fine, output.Scores.AsSpan(..BlazeFaceOutput.FineAnchors));
        RunHead(_heads[1], map, output.Scores.AsSpan(BlazeFaceOutput.FineAnchors..));
        RunHead(_heads[2], fine, output.Boxes.AsSpan(..(BlazeFaceOutput.FineAnchors * BlazeFaceOutput.Numbers)));
        RunHead(_heads[3], map, output.Boxes.AsSpan((BlazeFaceOutput.FineAnchors * BlazeFaceOutput.Numbers)..));
    }

    private void RunStem(ReadOnlySpan<float> input)
    {
        const int Row = Side * Channels, PaddedRow = PaddedSide * Channels;
        for (int y = 0; y < Side; y++)
            input.Slice(y * Row, Row).CopyTo(_padded.AsSpan((y + 1) * PaddedRow + Channels));
        for (int y = 0; y < _stemOutput.Side; y++)
        {
            Span<float> row = _stemOutput.Values.AsSpan(_stemOutput.IndexOf(y, 0), _stemOutput.Side * StemOutputs);
            _stem.Run(_padded.AsSpan(y * StemStride * PaddedRow), StemStride * Channels, PaddedRow, _stemOutput.Side, row);
            ResidualBlock.Relu(row);
        }
    }

    private void RunHead(Convolution head, FeatureMap input, Span<float> output)
    {
        for (int y = 0; y < input.Side; y++)
        {
            head.Run(input.Values.AsSpan(input.IndexOf(y, 0)), input.Channels, 0, input.Side, _headRow);
            for (int x = 0; x < input.Side; x++)
            {
                _headRow.AsSpan(x * head.PaddedOutputs, head.Outputs).CopyTo(output);
                output = output[head.Outputs..];
            }
        }
    }
}
