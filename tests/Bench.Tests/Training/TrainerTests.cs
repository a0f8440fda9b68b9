using Bench.Core;
using Bench.Training;
using Bench.Workloads;

namespace Bench.Tests;

public sealed class TrainerTests
{
    [Fact]
    public void What_is_easy_to_tell_apart_is_learned()
    {
        LabelledImages images = Bars(400, seed: 1);
        Trainer trainer = new(images, epochs: 4, seed: 1);
        double first = trainer.RunEpoch(0), last = first;
        for (int epoch = 1; epoch < 4; epoch++)
            last = trainer.RunEpoch(epoch);

        Assert.True(last < first / 4, $"the loss fell from {first} to {last} only");
        Assert.True(Trainer.Accuracy(trainer.Network.ToFile(), Bars(100, seed: 2)) > 0.95);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_one_others()
    {
        LabelledImages images = Bars(70, seed: 1);
        Assert.Equal(Weights(images, seed: 7), Weights(images, seed: 7));
        Assert.NotEqual(Weights(images, seed: 7), Weights(images, seed: 8));
    }

    /// <summary>The kernel adds in another order than the layers: equal but for rounding.</summary>
    [Fact]
    public void The_kernel_computes_the_network_that_was_trained()
    {
        LabelledImages images = Bars(40, seed: 3);
        Trainer trainer = new(images, epochs: 1, seed: 3);
        trainer.RunEpoch(0);
        FashionNetwork kernel = new(trainer.Network.ToFile());
        float[] scores = new float[FashionNetwork.Classes];
        for (int i = 0; i < images.Count; i++)
        {
            kernel.Run(images.Pixels(i), scores);
            Assert.All(trainer.Network.Scores(images.Pixels(i)).ToArray().Zip(scores), static pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        }
    }

    /// <summary>The figure stands in the workload's README, to four digits.</summary>
    [SkippableFact]
    public void The_weights_of_the_repository_tell_as_many_images_right_as_is_said_of_them()
    {
        FashionFiles files = new(new RepoLayout(Repo.Root));
        Skip.IfNot(files.AreThere, "the images are needed: ./bench setup --tool fashion-mnist");
        LabelledImages images = files.ForTesting();

        string accuracy = FormattableString.Invariant($"{Trainer.Accuracy(File.ReadAllBytes(files.Weights), images):P2} of the 10 000 test images");

        Assert.Contains(accuracy, File.ReadAllText(Path.Combine(Path.GetDirectoryName(files.Weights)!, "README.md")));
        Assert.Equal(FashionFiles.ForWorkload(images), File.ReadAllBytes(files.Images));
    }

    private static byte[] Weights(LabelledImages images, int seed)
    {
        Trainer trainer = new(images, epochs: 2, seed);
        trainer.RunEpoch(0);
        trainer.RunEpoch(1);
        return trainer.Network.ToFile();
    }

    /// <summary>Noise with a bright bar, whose height is the label.</summary>
    private static LabelledImages Bars(int count, int seed)
    {
        Random random = new(seed);
        byte[] pixels = new byte[count * FashionNetwork.Pixels], labels = new byte[count];
        for (int i = 0; i < count; i++)
        {
            Span<byte> image = pixels.AsSpan(i * FashionNetwork.Pixels, FashionNetwork.Pixels);
            foreach (ref byte pixel in image)
                pixel = (byte)random.Next(60);
            labels[i] = (byte)random.Next(FashionNetwork.Classes);
            int top = 2 * labels[i] + 4;
            image.Slice(top * FashionNetwork.Side, 2 * FashionNetwork.Side).Fill(255);
        }
        return LabelledImages.Of(new IdxFile([count, FashionNetwork.Side, FashionNetwork.Side], pixels), new IdxFile([count], labels), "bars");
    }
}
