namespace Bench.Training;

/// <summary>Every output is a sum over all inputs.</summary>
internal sealed class DenseLayer : Layer
{
    private readonly float[] _input;

    public DenseLayer(int inputs, int outputs, Random random) : base(inputs, outputs)
    {
        _input = new float[inputs];
        Weights = new Parameters(outputs * inputs);
        Biases = new Parameters(outputs);
        Weights.Initialise(random, fanIn: inputs);
    }

    /// <summary>By output and input.</summary>
    public Parameters Weights { get; }

    public Parameters Biases { get; }

    public override IReadOnlyList<Parameters> Parameters => [Weights, Biases];

    public override void Forward(ReadOnlySpan<float> input)
    {
        input.CopyTo(_input);
        for (int o = 0; o < Output.Length; o++)
            Output[o] = Biases.Values[o] + Vectors.Dot(_input, Of(Weights.Values, o));
    }

    public override void Backward(ReadOnlySpan<float> outputGradient)
    {
        Array.Clear(InputGradient);
        for (int o = 0; o < Output.Length; o++)
        {
            Biases.Gradients[o] += outputGradient[o];
            Vectors.AddScaled(Of(Weights.Gradients, o), outputGradient[o], _input);
            Vectors.AddScaled(InputGradient, outputGradient[o], Of(Weights.Values, o));
        }
    }

    private Span<float> Of(float[] weights, int output) => weights.AsSpan(output * _input.Length, _input.Length);
}
