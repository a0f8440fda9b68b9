namespace Bench.Training;

/// <summary>max(x, 0).</summary>
internal sealed class RectifierLayer(int count) : Layer(count, count)
{
    public override void Forward(ReadOnlySpan<float> input)
    {
        for (int i = 0; i < Output.Length; i++)
            Output[i] = input[i] > 0 ? input[i] : 0;
    }

    public override void Backward(ReadOnlySpan<float> outputGradient)
    {
        for (int i = 0; i < InputGradient.Length; i++)
            InputGradient[i] = Output[i] > 0 ? outputGradient[i] : 0;
    }
}
