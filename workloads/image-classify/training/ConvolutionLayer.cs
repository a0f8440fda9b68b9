namespace Bench.Training;

/// <summary>A convolution of 3 x 3 pixels with zeros around the image. Everything lies by row, pixel and channel.</summary>
internal sealed class ConvolutionLayer : Layer
{
    private const int Window = 3;

    private readonly int _side, _inputs, _outputs;

    // With a border one pixel wide.
    private readonly float[] _padded, _paddedGradient;

    public ConvolutionLayer(int side, int inputs, int outputs, Random random) : base(side * side * inputs, side * side * outputs)
    {
        (_side, _inputs, _outputs) = (side, inputs, outputs);
        _padded = new float[(side + 2) * (side + 2) * inputs];
        _paddedGradient = new float[_padded.Length];
        Weights = new Parameters(outputs * Window * WindowRow);
        Biases = new Parameters(outputs);
        Weights.Initialise(random, fanIn: Window * WindowRow);
    }

    /// <summary>By output, window row, window column and input: a row of the window lies together as its pixels do.</summary>
    public Parameters Weights { get; }

    public Parameters Biases { get; }

    public override IReadOnlyList<Parameters> Parameters => [Weights, Biases];

    private int WindowRow => Window * _inputs;

    private int PaddedRow => (_side + 2) * _inputs;

    public override void Forward(ReadOnlySpan<float> input)
    {
        int row = _side * _inputs;
        for (int y = 0; y < _side; y++)
            input.Slice(y * row, row).CopyTo(_padded.AsSpan((y + 1) * PaddedRow + _inputs));

        int output = 0;
        for (int y = 0; y < _side; y++)
            for (int x = 0; x < _side; x++)
                for (int o = 0; o < _outputs; o++)
                {
                    float sum = Biases.Values[o];
                    for (int windowRow = 0; windowRow < Window; windowRow++)
                        sum += Vectors.Dot(Under(_padded, y, x, windowRow), Of(Weights.Values, o, windowRow));
                    Output[output++] = sum;
                }
    }

    public override void Backward(ReadOnlySpan<float> outputGradient)
    {
        Array.Clear(_paddedGradient);
        int output = 0;
        for (int y = 0; y < _side; y++)
            for (int x = 0; x < _side; x++)
                for (int o = 0; o < _outputs; o++)
                {
                    float gradient = outputGradient[output++];
                    // Behind a layer of maxima most are: only one of four inputs had a part in the answer.
                    if (gradient == 0)
                        continue;
                    Biases.Gradients[o] += gradient;
                    for (int windowRow = 0; windowRow < Window; windowRow++)
                    {
                        Vectors.AddScaled(Of(Weights.Gradients, o, windowRow), gradient, Under(_padded, y, x, windowRow));
                        Vectors.AddScaled(Under(_paddedGradient, y, x, windowRow), gradient, Of(Weights.Values, o, windowRow));
                    }
                }

        int row = _side * _inputs;
        for (int y = 0; y < _side; y++)
            _paddedGradient.AsSpan((y + 1) * PaddedRow + _inputs, row).CopyTo(InputGradient.AsSpan(y * row));
    }

    /// <summary>A row of the window around a pixel.</summary>
    private Span<float> Under(float[] padded, int y, int x, int windowRow) => padded.AsSpan((y + windowRow) * PaddedRow + x * _inputs, WindowRow);

    private Span<float> Of(float[] weights, int output, int windowRow) => weights.AsSpan((output * Window + windowRow) * WindowRow, WindowRow);
}
