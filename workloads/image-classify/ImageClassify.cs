using System.Globalization;
using System.Text;

namespace Bench.Workloads;

/// <summary>Images of clothes to what they show, by a small network: the same twenty images, over and over.</summary>
internal sealed class ImageClassify : IWorkload
{
    private const int Images = 20;
    private const int ImageLength = FashionNetwork.Pixels + 1;

    private readonly float[][] _scores = [.. Enumerable.Range(0, Images).Select(static _ => new float[FashionNetwork.Classes])];
    private byte[] _images = [];
    private FashionNetwork? _network;
    private long _count;

    public void Prepare(long n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, 100_000_000);
        _network = new FashionNetwork(EmbeddedAsset.Read("image-classify/fashion-weights.bin"));
        _images = EmbeddedAsset.Read("image-classify/fashion-images.bin");
        if (_images.Length != Images * ImageLength)
            throw new InvalidDataException("fashion-images.bin: not twenty images");
    }

    /// <summary>n images.</summary>
    public void Compute(long n)
    {
        _count = n;
        for (long i = 0; i < n; i++)
            _network!.Run(Image((int)(i % Images))[1..], _scores[i % Images]);
    }

    /// <summary>What the image shows, what the network takes it for, and how sure it is.</summary>
    public void Print(Stream output)
    {
        for (int i = 0; i < Math.Min(Images, _count); i++)
        {
            string shown = FashionNetwork.NameOf(Image(i)[0]), seen = FashionNetwork.NameOf(FashionNetwork.Best(_scores[i]));
            string line = string.Create(CultureInfo.InvariantCulture, $"{shown} {seen} {FashionNetwork.Confidence(_scores[i]):F3}\n");
            output.Write(Encoding.UTF8.GetBytes(line));
        }
    }

    /// <summary>The label, then the pixels.</summary>
    private ReadOnlySpan<byte> Image(int index) => _images.AsSpan(index * ImageLength, ImageLength);
}
