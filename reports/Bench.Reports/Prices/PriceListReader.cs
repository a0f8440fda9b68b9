using System.Globalization;
using System.Text.RegularExpressions;
using Bench.Core;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Bench.Reports;

/// <summary>Reads a price list strictly: whatever is not in its schema is an error with line and column.</summary>
internal sealed partial class PriceListReader(string file)
{
    internal const int LargestFile = 1 << 20;

    // A price list is three levels deep; the parser's recursion over a hostile file would end the process.
    private const int Deepest = 8;
    private const double LargestPrice = 1e6;

    internal PriceList Read(string text)
    {
        YamlMappingNode root = Mapping(Load(text), "a price list");
        Dictionary<string, YamlNode> members = Members(root, "a price list", ["date", "currency", "machines"], ["source"]);
        return new PriceList(Date(members["date"]), Currency(members["currency"]), members.TryGetValue("source", out YamlNode? source) ? Text(source, "source") : null, Machines(members["machines"]));
    }

    private YamlNode Load(string text)
    {
        try
        {
            Parser depth = new(new StringReader(text));
            for (int open = 0; depth.MoveNext();)
            {
                if ((open += depth.Current!.NestingIncrease) > Deepest)
                    throw Fault(depth.Current.Start, "nested too deeply for a price list");
                if (depth.Current is AnchorAlias alias)
                    throw Fault(alias.Start, "a price list has no aliases");
            }
            YamlStream stream = [];
            stream.Load(new StringReader(text));
            return stream.Documents switch
            {
                [{ } only] => only.RootNode,
                [] => throw new UsageException($"{file}(1,1): expected a price list, found nothing"),
                [_, { } second, ..] => throw Fault(second.RootNode.Start, "expected one document, found a second one"),
            };
        }
        catch (YamlException e)
        {
            throw Fault(e.Start, OutcomeText.OneLine(e.Message));
        }
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

    private Dictionary<string, YamlNode> Members(YamlMappingNode map, string what, string[] required, string[] optional)
    {
        Dictionary<string, YamlNode> members = [];
        foreach ((YamlNode key, YamlNode value) in map.Children)
        {
            string name = Text(key, $"a member of {what}");
            members[name] = required.Contains(name) || optional.Contains(name) ? value
                : throw Fault(key.Start, $"{what} has no member {Quoted(name)}, only {string.Join(", ", [.. required, .. optional])}");
        }
        return required.FirstOrDefault(name => !members.ContainsKey(name)) is string missing ? throw Fault(map.Start, $"{what} lacks {missing}") : members;
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

    private string Text(YamlNode node, string what) =>
        node is YamlScalarNode { Value: { Length: > 0 } text } scalar && !(scalar.Style == ScalarStyle.Plain && text is "null" or "~") && !text.Any(char.IsControl)
            ? text
            : throw Fault(node.Start, $"{what}: expected a line of text, found {Found(node)}");

    private YamlMappingNode Mapping(YamlNode node, string what) =>
        node as YamlMappingNode ?? throw Fault(node.Start, $"{what}: expected members with values, found {Found(node)}");

    private static string Found(YamlNode node) => node switch
    {
        YamlMappingNode => "members",
        YamlSequenceNode => "a list",
        YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" } => "nothing",
        YamlScalarNode { Style: ScalarStyle.Plain, Value: string text } => OutcomeText.OneLine(text),
        YamlScalarNode { Value: string text } => Quoted(text),
        _ => "something else",
    };

    private static string Quoted(string text) => $"'{OutcomeText.OneLine(text)}'";

    private UsageException Fault(Mark at, string what) => new($"{file}({at.Line},{at.Column}): {what}");

    [GeneratedRegex(@"^[A-Z]{3}\z")]
    private static partial Regex CurrencyCode();

    // No exponents, no infinity, no thousands: what a person writes for an amount of money.
    [GeneratedRegex(@"^[0-9]{1,9}(\.[0-9]{1,12})?\z")]
    private static partial Regex Number();
}
