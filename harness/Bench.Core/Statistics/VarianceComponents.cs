namespace Bench.Core;

/// <summary>How much of the spread arises between the iterations of a process, and how much between processes.</summary>
/// <param name="Iterations">T₁²: variance between iterations.</param>
/// <param name="Processes">T₂²: variance between processes beyond what their iterations explain; unbiased, so it can come out below zero, which means none was seen.</param>
/// <remarks>Kalibera and Jones, "Rigorous benchmarking in reasonable time", ISMM 2013, sections 6.1 and 6.2.</remarks>
public sealed record VarianceComponents(double Iterations, double Processes)
{
    /// <param name="processes">The steady iterations of each; longer ones are cut to the length of the shortest.</param>
    /// <returns>Null with fewer than two processes or two iterations: nothing to estimate from.</returns>
    public static VarianceComponents? Of(IReadOnlyList<IReadOnlyList<double>> processes)
    {
        int length = processes.Count == 0 ? 0 : processes.Min(static one => one.Count);
        if (processes.Count < 2 || length < 2)
            return null;
        Sample[] samples = [.. processes.Select(one => new Sample(one.Take(length)))];
        double within = samples.Average(static one => Square(one.StandardDeviation!.Value));
        double between = Square(new Sample(samples.Select(static one => one.Mean)).StandardDeviation!.Value);
        return new VarianceComponents(within, between - (within / length));
    }

    /// <summary>How many iterations a process should run for the most precise mean in a given time: √(c₂/c₁ · T₁²/T₂²).</summary>
    /// <param name="processCost">Of one more process without its steady iterations: start, and warm-up.</param>
    /// <param name="iterationCost">Of one more iteration, in the same unit.</param>
    /// <returns>At least 1; infinite where processes do not differ: then one process with all the iterations is best.</returns>
    public double OptimalIterations(double processCost, double iterationCost) =>
        Processes <= 0 ? double.PositiveInfinity : Math.Max(1, Math.Ceiling(Math.Sqrt(processCost / iterationCost * (Iterations / Processes))));

    private static double Square(double value) => value * value;
}
