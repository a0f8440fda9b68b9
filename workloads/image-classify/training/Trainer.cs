using Bench.Workloads;

namespace Bench.Training;

/// <summary>Teaches a network with one thread, in an order that the seed decides: the same seed gives the same weights, to the bit, on one machine.</summary>
internal sealed class Trainer
{
    private const int BatchImages = 32;

    private readonly LabelledImages _images;
    private readonly int _epochs;
    private readonly Random _random;
    private readonly Adam _adam;
    private readonly int[] _order;

    public Trainer(LabelledImages images, int epochs, int seed)
    {
        (_images, _epochs, _random) = (images, epochs, new Random(seed));
        Network = new TrainedNetwork(_random);
        _adam = new Adam(Network.Parameters);
        _order = [.. Enumerable.Range(0, images.Count)];
    }

    public TrainedNetwork Network { get; }

    /// <summary>All images once, in an order of their own.</summary>
    /// <param name="epoch">From 0.</param>
    /// <returns>The mean of the losses that the network had when it saw each image.</returns>
    public double RunEpoch(int epoch)
    {
        _random.Shuffle(_order);
        double loss = 0;
        foreach (int[] batch in _order.Chunk(BatchImages))
        {
            foreach (int index in batch)
                loss += Network.Learn(_images.Pixels(index), _images.Label(index));
            _adam.Step(LearningRate(epoch), batch.Length);
        }
        return loss / _images.Count;
    }

    /// <summary>How many of the images the kernel of the benchmark tells right with these weights.</summary>
    /// <returns>From 0 to 1.</returns>
    public static double Accuracy(byte[] weights, LabelledImages images)
    {
        FashionNetwork network = new(weights);
        float[] scores = new float[FashionNetwork.Classes];
        int right = 0;
        for (int i = 0; i < images.Count; i++)
        {
            network.Run(images.Pixels(i), scores);
            if (FashionNetwork.Best(scores) == images.Label(i))
                right++;
        }
        return (double)right / images.Count;
    }

    /// <summary>Ever smaller steps: large ones get near, small ones settle.</summary>
    private float LearningRate(int epoch) => ((double)epoch / _epochs) switch
    {
        < 0.6 => 1e-3f,
        < 0.85 => 3e-4f,
        _ => 1e-4f,
    };
}
