using MathNet.Numerics;

namespace Bench.Core;

/// <summary>How the work of a workload grows with its argument n; <c>work</c> in workload.json names it.</summary>
public static class WorkGrowth
{
    private static readonly Dictionary<string, Func<double, double>> s_byName = new()
    {
        ["n"] = static n => n,
        ["n^2"] = static n => n * n,
        ["2^n*n"] = static n => Math.Pow(2, n) * n,
        ["n!*n"] = static n => SpecialFunctions.Gamma(n + 1) * n,
    };

    public static IEnumerable<string> Names => s_byName.Keys;

    /// <returns>Null for an unknown name.</returns>
    public static Func<double, double>? Find(string name) => s_byName.GetValueOrDefault(name);
}
