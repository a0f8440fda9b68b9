namespace Bench.Training;

/// <summary>A part of a network that can say how its input and its parameters should change. One image at a time.</summary>
internal abstract class Layer(int inputs, int outputs)
{
    public float[] Output { get; } = new float[outputs];

    /// <summary>Of the loss by the input, after <see cref="Backward"/>.</summary>
    public float[] InputGradient { get; } = new float[inputs];

    /// <summary>None, where there is nothing to learn.</summary>
    public virtual IReadOnlyList<Parameters> Parameters => [];

    public abstract void Forward(ReadOnlySpan<float> input);

    /// <summary>For the input of the last <see cref="Forward"/>; adds to the gradients of the parameters.</summary>
    /// <param name="outputGradient">Of the loss by each output.</param>
    public abstract void Backward(ReadOnlySpan<float> outputGradient);
}
