namespace Bench.Reports;

/// <summary>What an hour of a machine costs, all its cores together.</summary>
/// <param name="PerHour">In the price list's currency; above 0.</param>
/// <param name="Spot">An hour that the provider may end at any time; null where the list has none.</param>
/// <param name="Region">Where the price holds; null: wherever the machine is.</param>
public sealed record MachinePrice(double PerHour, double? Spot, string? Region);
