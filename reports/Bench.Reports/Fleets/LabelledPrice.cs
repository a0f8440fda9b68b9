using Bench.Core;

namespace Bench.Reports;

/// <summary>The price of an hour that the label of a node gives its machine.</summary>
/// <param name="Currency">Three letters, ISO 4217.</param>
/// <param name="Date">Day of the fleet.</param>
public sealed record LabelledPrice(double PerHour, string Currency, DateOnly Date)
{
    private const string Source = "the labels of the nodes";

    /// <summary>By instance type; by label or id where two machines of one type have unlike prices, or the type is not known.</summary>
    /// <returns>Null where no run has such a price.</returns>
    /// <exception cref="UsageException">They are in more than one currency.</exception>
    public static PriceList? ListOf(IEnumerable<ComparedRun> runs)
    {
        (MachineInfo Machine, LabelledPrice Price)[] labels = [.. from run in runs where run.Price is not null select (run.Header.Machine, run.Price)];
        if (labels.Length == 0)
            return null;
        string[] currencies = [.. labels.Select(static one => one.Price.Currency).Distinct().Order(StringComparer.Ordinal)];
        if (currencies.Length > 1)
            throw new UsageException($"the prices of the fleets are in {string.Join(" and ", currencies)}: give all of them in one list with --prices FILE");
        Dictionary<string, MachinePrice> machines = [];
        foreach (IGrouping<string?, (MachineInfo Machine, LabelledPrice Price)> type in labels.GroupBy(static one => one.Machine.InstanceType))
        {
            bool alike = type.Key is not null && type.DistinctBy(static one => one.Price.PerHour).Count() == 1;
            foreach ((MachineInfo machine, LabelledPrice price) in alike ? type.Take(1) : type)
                machines[alike ? type.Key! : machine.Label ?? MachineId.Of(machine)] = new MachinePrice(price.PerHour, null, null);
        }
        return new PriceList(labels.Min(static one => one.Price.Date), currencies[0], Source, machines);
    }
}
