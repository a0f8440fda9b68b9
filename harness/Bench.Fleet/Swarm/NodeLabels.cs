using System.Globalization;
using Bench.Core;

namespace Bench.Fleet;

/// <summary>The labels of a node that Bench understands, and changes of labels as people write them.</summary>
public static class NodeLabels
{
    /// <summary>The kind of machine, for example an instance type: what a column of a comparison is named for.</summary>
    public const string VmType = "vm.type";

    /// <summary>Of an hour of the machine, in the currency of the price list.</summary>
    public const string Price = "price";

    /// <summary>Reads <c>name=value</c>, which sets a label, and <c>name-</c>, which removes it.</summary>
    /// <returns>Null for what is to be removed.</returns>
    /// <exception cref="UsageException">One is neither, is given twice, or has a value that its name does not allow.</exception>
    public static IReadOnlyDictionary<string, string?> Parse(IReadOnlyList<string> changes)
    {
        Dictionary<string, string?> labels = [];
        foreach (string change in changes)
        {
            (string name, string? value) = change.Split('=', 2) switch
            {
                [string set, string to] => (set, to),
                [string removed] when removed.EndsWith('-') => (removed[..^1], null),
                _ => throw new UsageException($"'{change}' is no change of a label: write name=value to set it, name- to remove it"),
            };
            if (name.Length == 0 || name.Any(static c => char.IsWhiteSpace(c) || char.IsControl(c)))
                throw new UsageException($"'{change}' has no name of a label: that is at least one character, and no white space");
            if (value is not null)
                Check(name, value);
            if (!labels.TryAdd(name, value))
                throw new UsageException($"the label {name} is given twice");
        }
        return labels;
    }

    /// <returns>Null where there is no such label, or what it says is no price.</returns>
    public static decimal? PriceIn(IReadOnlyDictionary<string, string> labels) =>
        labels.TryGetValue(Price, out string? text) && TryPrice(text, out decimal price) ? price : null;

    private static void Check(string name, string value)
    {
        if (value.Any(char.IsControl))
            throw new UsageException($"the label {name} must not hold control characters");
        if (name == VmType && string.IsNullOrWhiteSpace(value))
            throw new UsageException($"{VmType} must name a type of machine; {VmType}- removes the label");
        if (name == Price && !TryPrice(value, out _))
            throw new UsageException($"'{value}' is no price: write that of an hour, a number above 0 with a point, such as {Price}=0.0425");
    }

    private static bool TryPrice(string text, out decimal price) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out price) && price > 0;
}
