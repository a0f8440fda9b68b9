using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Bench.Reports;

internal sealed partial class PriceListReader(string file) : StrictYamlReader(file, Kind)
{
    internal const string Kind = "a price list";
    private const double LargestPrice = 1e6;

    internal PriceList Read(string text)
    {
        Dictionary<string, YamlNode> members = Members(Root(text), Kind, ["date", "currency", "machines"], ["source"]);
        return new PriceList(Date(members["date"]), Currency(members["currency"]), members.TryGetValue("source", out YamlNode? source) ? Text(source, "source") : null, Machines(members["machines"]));
    }

    private Dictionary<string, MachinePrice> Machines(YamlNode node)
    {
        YamlMappingNode map = Mapping(node, "machines");
        if (map.Children.Count == 0)
            throw Fault(node.Start, "machines: expected at least one");
        Dictionary<string, MachinePrice> prices = [];
        foreach ((YamlNode key, YamlNode value) in map.Children)
        {
            string name = Text(key, "the name of a machine");
            Dictionary<string, YamlNode> members = Members(Mapping(value, Quoted(name)), Quoted(name), ["perHour"], ["spot", "region"]);
            prices.Add(name, new MachinePrice(Price(members["perHour"], "perHour"), members.TryGetValue("spot", out YamlNode? spot) ? Price(spot, "spot") : null,
                members.TryGetValue("region", out YamlNode? region) ? Text(region, "region") : null));
        }
        return prices;
    }

    private DateOnly Date(YamlNode node) =>
        DateOnly.TryParseExact(Text(node, "date"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
            ? date
            : throw Fault(node.Start, $"date: expected a day as 2026-01-31, found {Found(node)}");

    private string Currency(YamlNode node) => CurrencyCode().IsMatch(Text(node, "currency"))
        ? ((YamlScalarNode)node).Value!
        : throw Fault(node.Start, $"currency: expected three capital letters as USD, found {Found(node)}");

    private double Price(YamlNode node, string what) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain, Value: string text } && Number().IsMatch(text) && double.Parse(text) is > 0 and <= LargestPrice and double price
            ? price
            : throw Fault(node.Start, $"{what}: expected a number above 0 and not above {LargestPrice:0}, found {Found(node)}");

    [GeneratedRegex(@"^[A-Z]{3}\z")]
    private static partial Regex CurrencyCode();

    // No exponents, no infinity, no thousands: what a person writes for an amount of money.
    [GeneratedRegex(@"^[0-9]{1,9}(\.[0-9]{1,12})?\z")]
    private static partial Regex Number();
}
