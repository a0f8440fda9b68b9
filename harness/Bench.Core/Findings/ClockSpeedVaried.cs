namespace Bench.Core;

/// <summary>The core's frequency was not the same throughout.</summary>
/// <param name="SlowestKilohertz">One look in twenty was below.</param>
/// <param name="FastestKilohertz">One look in twenty was above.</param>
public sealed record ClockSpeedVaried(long SlowestKilohertz, long FastestKilohertz) : Finding((CaseId?)null)
{
    private const double Tolerated = 0.05;
    private const int FewestLooks = 5;

    public override string Id => "clock-speed-varied";
    public override string Text => $"the core ran at {SlowestKilohertz / 1e6:F2} to {FastestKilohertz / 1e6:F2} GHz";
    public override string Advice => "set the governor to performance and turn boost off where you may; random order spreads it over all cases alike";

    internal static IEnumerable<Finding> In(Summary summary)
    {
        long[] looks = [.. summary.Run.Noise.Where(static one => one.Kilohertz is > 0).Select(static one => one.Kilohertz!.Value).Order()];
        int skipped = looks.Length / 20;
        if (looks.Length >= FewestLooks && looks[^(skipped + 1)] - looks[skipped] > Tolerated * looks[looks.Length / 2])
            yield return new ClockSpeedVaried(looks[skipped], looks[^(skipped + 1)]);
    }
}
