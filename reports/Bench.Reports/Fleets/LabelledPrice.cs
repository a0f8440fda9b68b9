using Bench.Core;

namespace Bench.Reports;

/// <summary>The price that a node's label gives its machine.</summary>
/// <param name="PerHour">In the fleet's currency.</param>
internal sealed record LabelledPrice(FleetRecord Fleet, MachineInfo Machine, double PerHour)
{
    private const string Source = "the labels of the nodes";

    /// <summary>By instance type; by label or id where two machines of one type have unlike prices, or the type is not known.</summary>
    /// <returns>Null without any.</returns>
    /// <exception cref="UsageException">They are in more than one currency.</exception>
    internal static PriceList? ListOf(IReadOnlyList<LabelledPrice> labels)
    {
        if (labels.Count == 0)
            return null;
        string[] currencies = [.. labels.Select(static one => one.Currency).Distinct().Order(StringComparer.Ordinal)];
        if (currencies.Length > 1)
            throw new UsageException($"the prices of the fleets are in {string.Join(" and ", currencies)}: give all of them in one list with --prices FILE");
        Dictionary<string, MachinePrice> machines = [];
        foreach (IGrouping<string?, LabelledPrice> type in labels.GroupBy(static one => one.Machine.InstanceType))
        {
            bool alike = type.Key is not null && type.DistinctBy(static one => one.PerHour).Count() == 1;
            foreach (LabelledPrice one in alike ? type.Take(1) : type)
                machines[alike ? type.Key! : one.Machine.Label ?? MachineId.Of(one.Machine)] = new MachinePrice(one.PerHour, null, null);
        }
        return new PriceList(labels.Min(static one => DateOnly.FromDateTime(one.Fleet.StartedAt.UtcDateTime)), currencies[0], Source, machines);
    }

    private string Currency => Fleet.Currency ?? FleetRecord.DefaultCurrency;
}
