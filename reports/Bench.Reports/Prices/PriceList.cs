using Bench.Core;

namespace Bench.Reports;

/// <summary>Prices of machines as a person wrote them down, schema reports/prices.schema.json.</summary>
/// <param name="Currency">Three letters, ISO 4217.</param>
/// <param name="Source">Where the prices were read; null where the list does not say.</param>
/// <param name="Machines">By label, machine id or instance type.</param>
public sealed record PriceList(DateOnly Date, string Currency, string? Source, IReadOnlyDictionary<string, MachinePrice> Machines)
{
    /// <summary>Prices older than this, counted back from the day of the run, may have changed.</summary>
    public const int DaysOfTrust = 180;

    /// <exception cref="UsageException">The file cannot be read, or is not a price list: one line with line and column.</exception>
    public static PriceList Load(string file) => Parse(StrictYamlReader.TextOf(file, PriceListReader.Kind, "the prices"), file);

    /// <param name="file">For messages only.</param>
    /// <exception cref="UsageException">The text is not a price list: one line with line and column.</exception>
    public static PriceList Parse(string text, string file) => new PriceListReader(file).Read(text);

    /// <summary>The price of a machine, looked for by label, then by machine id, then by instance type.</summary>
    /// <param name="reason">Why there is none.</param>
    public MachinePrice? Find(MachineInfo machine, out string reason)
    {
        string[] keys = [.. new[] { machine.Label, MachineId.Of(machine), machine.InstanceType }.OfType<string>()];
        reason = $"the list has neither {string.Join(" nor ", keys.Select(static key => $"'{OutcomeText.OneLine(key)}'"))}";
        if (keys.Length == 1)
            reason = $"the list has no '{keys[0]}'";
        foreach (string key in keys)
        {
            if (Machines.GetValueOrDefault(key) is not MachinePrice price)
                continue;
            if (price.Region is null || machine.Region is null || price.Region == machine.Region)
                return price;
            reason = $"that of '{OutcomeText.OneLine(key)}' is for {OutcomeText.OneLine(price.Region)}, the machine is in {OutcomeText.OneLine(machine.Region)}";
        }
        return null;
    }
}
