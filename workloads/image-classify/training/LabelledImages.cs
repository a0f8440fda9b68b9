using Bench.Workloads;

namespace Bench.Training;

/// <summary>Images of 28 x 28 pixels, and what each shows.</summary>
/// <param name="pixels">Count x 28 x 28, rows from the top, 0 to 255.</param>
internal sealed class LabelledImages(byte[] pixels, byte[] labels)
{
    public int Count => labels.Length;

    public ReadOnlySpan<byte> Pixels(int index) => pixels.AsSpan(index * FashionNetwork.Pixels, FashionNetwork.Pixels);

    /// <returns>0 to 9.</returns>
    public int Label(int index) => labels[index];

    /// <param name="part"><c>train</c> or <c>t10k</c>, with which the names of both files begin.</param>
    /// <exception cref="InvalidDataException">Damaged, or not such images: one line.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static LabelledImages Load(string folder, string part) => Of(
        IdxFile.ReadCompressed(Path.Combine(folder, $"{part}-images-idx3-ubyte.gz"), dimensions: 3),
        IdxFile.ReadCompressed(Path.Combine(folder, $"{part}-labels-idx1-ubyte.gz"), dimensions: 1), part);

    internal static LabelledImages Of(IdxFile images, IdxFile labels, string part)
    {
        if (images.Sizes is not [int count, FashionNetwork.Side, FashionNetwork.Side])
            throw new InvalidDataException($"{part}: images of {images.Sizes[1]} x {images.Sizes[2]} pixels, expected {FashionNetwork.Side} x {FashionNetwork.Side}");
        if (labels.Sizes[0] != count)
            throw new InvalidDataException($"{part}: {count} images and {labels.Sizes[0]} labels, expected as many of both");
        int wrong = labels.Elements.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(FashionNetwork.Classes - 1));
        return wrong < 0
            ? new LabelledImages(images.Elements, labels.Elements)
            : throw new InvalidDataException($"{part}: label {wrong} is {labels.Elements[wrong]}, expected 0 to {FashionNetwork.Classes - 1}");
    }
}
