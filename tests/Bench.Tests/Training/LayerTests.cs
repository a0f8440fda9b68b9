using Bench.Training;

namespace Bench.Tests;

/// <summary>What layers say of their slopes, against slopes that are measured: a bit to the left, a bit to the right.</summary>
public sealed class LayerTests
{
    // Outputs of these layers are linear in each number, but for the corners of maxima and rectifiers: a wide step costs nothing and keeps rounding small.
    private const float Step = 1 / 64f;

    [Theory]
    [InlineData(4, 1, 4)]
    [InlineData(6, 4, 8)]
    [InlineData(4, 3, 2)]
    public void A_convolution_knows_its_slopes(int side, int inputs, int outputs) =>
        Check(new ConvolutionLayer(side, inputs, outputs, new Random(2)), Spread(side * side * inputs));

    [Theory]
    [InlineData(16, 10)]
    [InlineData(7, 3)]
    public void A_dense_layer_knows_its_slopes(int inputs, int outputs) => Check(new DenseLayer(inputs, outputs, new Random(3)), Spread(inputs));

    [Fact]
    public void Maxima_know_their_slopes() => Check(new PoolingLayer(6, 3), Spread(6 * 6 * 3));

    [Fact]
    public void A_rectifier_knows_its_slopes() => Check(new RectifierLayer(40), Spread(40));

    [Fact]
    public void Equal_maxima_pass_their_slope_to_the_first_alone()
    {
        PoolingLayer layer = new(2, 1);
        layer.Forward([3, 3, 3, 3]);
        layer.Backward([5]);
        Assert.Equal([5, 0, 0, 0], layer.InputGradient);
    }

    [Fact]
    public void The_loss_knows_its_slopes()
    {
        float[] scores = [.. Spread(10).Select(static value => value * 3)], gradient = new float[10], unused = new float[10];
        double loss = SoftmaxLoss.Of(scores, 4, gradient);

        Assert.True(loss > 0);
        for (int i = 0; i < scores.Length; i++)
            Assert.Equal(Slope(ref scores[i], () => SoftmaxLoss.Of(scores, 4, unused)), gradient[i], 1e-3);
        Assert.Equal(0, gradient.Sum(), 1e-6);
    }

    [Fact]
    public void The_loss_of_enormous_scores_is_a_number()
    {
        float[] gradient = new float[2];
        Assert.Equal(2000, SoftmaxLoss.Of([1000, -1000], 1, gradient), 1e-6);
        Assert.Equal([1, -1], gradient);
    }

    [Fact]
    public void Slopes_of_several_images_add_up()
    {
        DenseLayer layer = new(3, 2, new Random(1));
        layer.Forward([1, 2, 3]);
        layer.Backward([1, 0]);
        layer.Forward([10, 20, 30]);
        layer.Backward([1, 2]);
        Assert.Equal([11, 22, 33, 20, 40, 60], layer.Weights.Gradients);
        Assert.Equal([2, 2], layer.Biases.Gradients);
    }

    /// <summary>As different from each other and from zero as the step does not bridge, in an order that has no pattern.</summary>
    private static float[] Spread(int count)
    {
        float[] values = [.. Enumerable.Range(0, count).Select(i => 4 * Step * (i - count / 2 + 0.5f))];
        new Random(1).Shuffle(values);
        return values;
    }

    /// <summary>The loss is a sum of all outputs with factors made up.</summary>
    private static void Check(Layer layer, float[] input)
    {
        Random random = new(4);
        float[] factors = [.. layer.Output.Select(_ => random.NextSingle() - 0.5f)];
        layer.Forward(input);
        layer.Backward(factors);
        float[] inputGradient = [.. layer.InputGradient];
        float[][] gradients = [.. layer.Parameters.Select(static one => (float[])[.. one.Gradients])];
        Assert.Contains(inputGradient, static slope => slope != 0);

        double Loss()
        {
            layer.Forward(input);
            return layer.Output.Zip(factors, static (output, factor) => (double)output * factor).Sum();
        }

        for (int i = 0; i < input.Length; i++)
            Assert.Equal(Slope(ref input[i], Loss), inputGradient[i], 1e-3);
        for (int p = 0; p < gradients.Length; p++)
            for (int i = 0; i < gradients[p].Length; i++)
                Assert.Equal(Slope(ref layer.Parameters[p].Values[i], Loss), gradients[p][i], 1e-3);
    }

    private static double Slope(ref float number, Func<double> loss)
    {
        float before = number;
        number = before + Step;
        double above = loss();
        number = before - Step;
        double below = loss();
        number = before;
        return (above - below) / (2 * Step);
    }
}
