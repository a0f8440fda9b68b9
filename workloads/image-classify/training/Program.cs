using System.Diagnostics;
using System.Globalization;
using Bench.Core;

namespace Bench.Training;

internal static class Program
{
    private const int Epochs = 8;
    private const int Seed = 1;

    private static int Main(string[] args)
    {
        try
        {
            FashionFiles files = new(RepoLayout.Find(AppContext.BaseDirectory));
            switch (args)
            {
                case ["train"]:
                    Train(files);
                    return 0;
                case ["verify"]:
                    Say($"{Trainer.Accuracy(File.ReadAllBytes(files.Weights), files.ForTesting()):P2} of the test images right");
                    return 0;
                case ["images"]:
                    File.WriteAllBytes(files.Images, FashionFiles.ForWorkload(files.ForTesting()));
                    return 0;
                default:
                    throw new UsageException("""
                        usage: Bench.Training train    makes fashion-weights.bin
                               Bench.Training verify   how many test images these weights tell right
                               Bench.Training images   makes fashion-images.bin
                        """);
            }
        }
        catch (UsageException e)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    /// <summary>The weights are those of the last epoch, not of the best one: the test images decide nothing.</summary>
    private static void Train(FashionFiles files)
    {
        LabelledImages test = files.ForTesting();
        Trainer trainer = new(files.ForTraining(), Epochs, Seed);
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            long start = Stopwatch.GetTimestamp();
            double loss = trainer.RunEpoch(epoch);
            TimeSpan time = Stopwatch.GetElapsedTime(start);
            Say($"epoch {epoch + 1}: loss {loss:F4}, {Trainer.Accuracy(trainer.Network.ToFile(), test):P2} of the test images right, {time.TotalSeconds:F1} s");
        }
        File.WriteAllBytes(files.Weights, trainer.Network.ToFile());
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
