using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bench.Workloads;

/// <summary>A network of 9 098 weights that tells ten kinds of clothes apart in 28 x 28 pixels of grey. Not for two threads at once.</summary>
internal sealed class FashionNetwork
{
    public const int Side = 28;
    public const int Pixels = Side * Side;
    public const int Classes = 10;
    public const int FirstChannels = 8;
    public const int SecondChannels = 16;

    private const int Features = Side / 4 * (Side / 4) * SecondChannels;

    // Filled up to whole vectors.
    private const int Columns = 12;

    private readonly float[] _input = new float[(Side + 2) * (Side + 2)];
    private readonly PooledConvolution _first = new(Side, 1, FirstChannels);
    private readonly float[] _between = new float[(Side / 2 + 2) * (Side / 2 + 2) * FirstChannels];
    private readonly PooledConvolution _second = new(Side / 2, FirstChannels, SecondChannels);
    private readonly float[] _features = new float[Features];
    private readonly float[] _bias = new float[Columns];

    /// <summary>By feature and class, those filled up.</summary>
    private readonly float[] _weights = new float[Features * Columns];

    /// <param name="file">The weights as fashion-weights.bin has them.</param>
    /// <exception cref="InvalidDataException">It is something else, or damaged: a short phrase.</exception>
    public FashionNetwork(ReadOnlySpan<byte> file)
    {
        ModelReader reader = new(file, "FMN1"u8, "fashion");
        reader.Expect(Side, 1, FirstChannels);
        _first.Load(ref reader);
        reader.Expect(FirstChannels, SecondChannels);
        _second.Load(ref reader);
        reader.Expect(Features, Classes);
        for (int feature = 0; feature < Features; feature++)
            reader.ReadFloats(Classes).CopyTo(_weights.AsSpan(feature * Columns));
        reader.ReadFloats(Classes).CopyTo(_bias);
        reader.ExpectEnd();
    }

    /// <summary>What a label means, 0 to 9.</summary>
    public static string NameOf(int label) => label switch
    {
        0 => "t-shirt",
        1 => "trousers",
        2 => "pullover",
        3 => "dress",
        4 => "coat",
        5 => "sandal",
        6 => "shirt",
        7 => "sneaker",
        8 => "bag",
        9 => "ankle-boot",
        _ => throw new ArgumentOutOfRangeException(nameof(label)),
    };

    /// <param name="input">As many floats, 0 to 1.</param>
    public static void FillInput(ReadOnlySpan<byte> pixels, Span<float> input)
    {
        for (int i = 0; i < pixels.Length; i++)
            input[i] = pixels[i] / 255f;
    }

    /// <summary>The class with the highest score; of equal ones the first.</summary>
    public static int Best(ReadOnlySpan<float> scores)
    {
        int best = 0;
        for (int i = 1; i < Classes; i++)
            if (scores[i] > scores[best])
                best = i;
        return best;
    }

    /// <summary>The probability of the class with the highest score.</summary>
    public static double Confidence(ReadOnlySpan<float> scores)
    {
        // Of differences to the highest score: no power overflows. In 64 bits: libraries differ in the last of them, not in the third decimal.
        double highest = scores[Best(scores)], sum = 0;
        foreach (float score in scores)
            sum += Math.Exp(score - highest);
        return 1 / sum;
    }

    /// <param name="pixels">28 rows of 28 pixels.</param>
    /// <param name="scores">Of the ten classes: log-odds up to a common summand.</param>
    public void Run(ReadOnlySpan<byte> pixels, Span<float> scores)
    {
        for (int y = 0; y < Side; y++)
            FillInput(pixels.Slice(y * Side, Side), _input.AsSpan((y + 1) * (Side + 2) + 1));
        for (int y = 0; y < Side / 2; y++)
            _first.RunRow(_input, y, _between.AsSpan(((y + 1) * (Side / 2 + 2) + 1) * FirstChannels));
        for (int y = 0; y < Side / 4; y++)
            _second.RunRow(_between, y, _features.AsSpan(y * (Side / 4) * SecondChannels));
        RunLast(scores);
    }

    private void RunLast(Span<float> scores)
    {
        ReadOnlySpan<Vector128<float>> bias = MemoryMarshal.Cast<float, Vector128<float>>(_bias), weights = MemoryMarshal.Cast<float, Vector128<float>>(_weights);
        Vector128<float> a = bias[0], b = bias[1], c = bias[2];
        for (int feature = 0; feature < Features; feature++)
        {
            Vector128<float> value = Vector128.Create(_features[feature]);
            a += value * weights[3 * feature];
            b += value * weights[3 * feature + 1];
            c += value * weights[3 * feature + 2];
        }
        a.CopyTo(scores);
        b.CopyTo(scores[4..]);
        scores[8] = c[0];
        scores[9] = c[1];
    }
}
