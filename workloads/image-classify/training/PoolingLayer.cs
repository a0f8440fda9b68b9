namespace Bench.Training;

/// <summary>The maxima of 2 x 2 pixels, each channel by itself; of equal ones the first. By row, pixel and channel.</summary>
internal sealed class PoolingLayer(int side, int channels) : Layer(side * side * channels, side / 2 * (side / 2) * channels)
{
    // For each output, the input that it is.
    private readonly int[] _source = new int[side / 2 * (side / 2) * channels];

    public override void Forward(ReadOnlySpan<float> input)
    {
        int output = 0;
        for (int y = 0; y < side; y += 2)
            for (int x = 0; x < side; x += 2)
                for (int channel = 0; channel < channels; channel++)
                {
                    int best = (y * side + x) * channels + channel, below = best + side * channels;
                    foreach (int other in (ReadOnlySpan<int>)[best + channels, below, below + channels])
                        if (input[other] > input[best])
                            best = other;
                    _source[output] = best;
                    Output[output++] = input[best];
                }
    }

    public override void Backward(ReadOnlySpan<float> outputGradient)
    {
        Array.Clear(InputGradient);
        for (int i = 0; i < _source.Length; i++)
            InputGradient[_source[i]] = outputGradient[i];
    }
}
