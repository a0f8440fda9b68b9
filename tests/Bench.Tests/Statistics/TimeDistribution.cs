using Bench.Core;

namespace Bench.Tests;

/// <summary>What run times are drawn from in simulations, with the truth that an interval should cover.</summary>
internal sealed record TimeDistribution(string Name, double Median, double Mean, Func<SplitMix, double> Draw)
{
    internal static readonly TimeDistribution Normal = new("normal, sd 5 %", 100, 100, static random => 100 + (5 * Gauss(random)));
    internal static readonly TimeDistribution LogNormal = new("log-normal, sigma 0.5", 100, 100 * Math.Exp(0.125), static random => 100 * Math.Exp(0.5 * Gauss(random)));
    internal static readonly TimeDistribution Student3 = new("Student t, 3 degrees", 100, 100, static random => 100 + (2 * Student(random, 3)));

    /// <summary>One value in ten has ten times the spread.</summary>
    internal static readonly TimeDistribution Contaminated = new("contaminated normal", 100, 100, static random => 100 + ((random.NextDouble() < 0.1 ? 20 : 2) * Gauss(random)));

    internal static readonly IReadOnlyList<TimeDistribution> All = [Normal, LogNormal, Student3, Contaminated];

    internal Sample Sample(SplitMix random, int count, double scale = 1) => new(Enumerable.Range(0, count).Select(_ => scale * Draw(random)));

    /// <summary>Box and Muller.</summary>
    internal static double Gauss(SplitMix random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double Student(SplitMix random, int degrees)
    {
        double numerator = Gauss(random), squares = 0;
        for (int i = 0; i < degrees; i++)
            squares += Math.Pow(Gauss(random), 2);
        return numerator / Math.Sqrt(squares / degrees);
    }
}
