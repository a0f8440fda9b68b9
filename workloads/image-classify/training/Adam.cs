namespace Bench.Training;

/// <summary>Steps along the gradient's running mean, each number's as long as its own gradients are steady.</summary>
/// <remarks>Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015, with the constants that they recommend.</remarks>
internal sealed class Adam(IReadOnlyList<Parameters> parameters)
{
    private const float MeanDecay = 0.9f;
    private const float SquareDecay = 0.999f;
    private const float Epsilon = 1e-8f;

    private readonly float[][] _means = [.. parameters.Select(static one => new float[one.Values.Length])];
    private readonly float[][] _squares = [.. parameters.Select(static one => new float[one.Values.Length])];
    private int _steps;

    /// <summary>One step; then the gradients are zero again.</summary>
    /// <param name="images">Over how many the gradients were summed up.</param>
    public void Step(float learningRate, int images)
    {
        _steps++;
        // Both running means begin at zero, which is taken out of them again.
        float meanScale = (float)(1 / (1 - Math.Pow(MeanDecay, _steps))), squareScale = (float)(1 / (1 - Math.Pow(SquareDecay, _steps)));
        for (int p = 0; p < parameters.Count; p++)
        {
            float[] values = parameters[p].Values, gradients = parameters[p].Gradients, means = _means[p], squares = _squares[p];
            for (int i = 0; i < values.Length; i++)
            {
                float gradient = gradients[i] / images;
                means[i] = MeanDecay * means[i] + (1 - MeanDecay) * gradient;
                squares[i] = SquareDecay * squares[i] + (1 - SquareDecay) * gradient * gradient;
                values[i] -= learningRate * (means[i] * meanScale) / (MathF.Sqrt(squares[i] * squareScale) + Epsilon);
            }
            Array.Clear(gradients);
        }
    }
}
