using Bench.Core;

namespace Bench.Training;

/// <summary>Where the data set is, and what is made of it.</summary>
internal sealed class FashionFiles(RepoLayout layout)
{
    public const string Tool = "fashion-mnist";

    /// <summary>How many of the test images the workload has, from the first one on.</summary>
    public const int WorkloadImages = 20;

    public string Weights { get; } = Path.Combine(layout.Workloads, "image-classify", "fashion-weights.bin");

    public string Images { get; } = Path.Combine(layout.Workloads, "image-classify", "fashion-images.bin");

    private readonly string _folder = Path.Combine(layout.Root, ToolCatalog.Load(layout.ToolsFile)[Tool].Install!.Extract!.Into);

    public bool AreThere => Directory.Exists(_folder);

    /// <summary>60 000 images to learn from.</summary>
    public LabelledImages ForTraining() => Load("train");

    /// <summary>10 000 images that are never learned from.</summary>
    public LabelledImages ForTesting() => Load("t10k");

    /// <summary>The first images, as the workload has them: each its label and then its pixels.</summary>
    public static byte[] ForWorkload(LabelledImages images) =>
        [.. Enumerable.Range(0, WorkloadImages).SelectMany(index => (byte[])[(byte)images.Label(index), .. images.Pixels(index)])];

    /// <exception cref="UsageException">The data set is not there.</exception>
    private LabelledImages Load(string part) => AreThere
        ? LabelledImages.Load(_folder, part)
        : throw new UsageException($"the images of Fashion-MNIST are missing: ./bench setup --tool {Tool}");
}
