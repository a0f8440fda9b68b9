namespace Bench.Reports;

/// <summary>A backend on a machine, at a price.</summary>
/// <param name="Time">Geometric mean of its times, each divided by that of the reference.</param>
/// <param name="Price">Of as much work as the reference does in 1000 s, on the whole machine.</param>
public sealed record PricePoint(ComparisonColumn Column, string Backend, MachinePrice Rent, MedianProduct Time, MedianProduct Price)
{
    private const double WorkSeconds = 1000, SecondsPerHour = 3600, NanosecondsPerSecond = 1e9, Million = 1e6;

    /// <summary>The price if all cores did such work at once and none slowed another down.</summary>
    public MedianProduct PricePerCore => Price.Times(1.0 / Column.Machine.Cores);

    public MedianProduct? SpotPrice => Rent.Spot is double spot ? Price.Times(spot / Rent.PerHour) : null;

    internal static PricePoint Of(ComparisonColumn column, string backend, MachinePrice rent, MedianProduct time) =>
        new(column, backend, rent, time, time.Times(WorkSeconds * rent.PerHour / SecondsPerHour));

    /// <param name="time">Wall time of one execution in nanoseconds.</param>
    internal static MedianProduct PerMillion(MedianProduct time, MachinePrice rent) => time.Times(Million * rent.PerHour / (SecondsPerHour * NanosecondsPerSecond));
}
