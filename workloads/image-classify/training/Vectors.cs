using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bench.Training;

/// <summary>Sums of products in an order that is the same on every machine: four at a time, whatever the processor could do.</summary>
internal static class Vectors
{
    /// <summary>The two have one length.</summary>
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ReadOnlySpan<Vector128<float>> as4 = MemoryMarshal.Cast<float, Vector128<float>>(a), bs4 = MemoryMarshal.Cast<float, Vector128<float>>(b)[..as4.Length];
        Vector128<float> sums = Vector128<float>.Zero;
        for (int i = 0; i < as4.Length; i++)
            sums += as4[i] * bs4[i];
        // Not Vector128.Sum, whose order is the machine's.
        float sum = sums[0] + sums[1] + sums[2] + sums[3];
        for (int i = as4.Length * Vector128<float>.Count; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    /// <summary>target += factor * source; the two have one length.</summary>
    public static void AddScaled(Span<float> target, float factor, ReadOnlySpan<float> source)
    {
        Span<Vector128<float>> targets4 = MemoryMarshal.Cast<float, Vector128<float>>(target);
        ReadOnlySpan<Vector128<float>> sources4 = MemoryMarshal.Cast<float, Vector128<float>>(source)[..targets4.Length];
        Vector128<float> factors = Vector128.Create(factor);
        for (int i = 0; i < targets4.Length; i++)
            targets4[i] += factors * sources4[i];
        for (int i = targets4.Length * Vector128<float>.Count; i < target.Length; i++)
            target[i] += factor * source[i];
    }
}
