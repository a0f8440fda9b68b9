using System.Text.RegularExpressions;
using Bench.Core;
using Bench.Reports;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Bench.Gate;

/// <summary>Reads gate.yaml, schema reports/gate.schema.json, strictly: whatever is not in its schema is an error with line and column.</summary>
public static partial class GateRulesReader
{
    internal const double MostMore = 100;
    private const string Kind = "a list of gate rules";
    private static readonly string[] s_colours = [.. Enum.GetValues<GateColour>().Select(KebabCase.Of)];

    /// <summary>Of what a process counts alike each time; everything else differs between two processes of the same program.</summary>
    internal static readonly IReadOnlyList<Metric> HardMetrics =
        [Metric.Instructions, Metric.SimulatedInstructions, Metric.ArtifactBytes, Metric.ImageBytes, Metric.AllocatedBytes, Metric.PayloadBytes, Metric.ArrivedBytes];

    /// <summary>All of which more is worse.</summary>
    internal static readonly IReadOnlyList<Metric> SoftMetrics = [.. Enum.GetValues<Metric>().Except([Metric.Sent, Metric.Received, Metric.PerSecond])];

    /// <exception cref="UsageException">The file cannot be read, or does not hold rules: one line with line and column.</exception>
    public static GateRules Load(string file) => Parse(StrictYamlReader.TextOf(file, Kind, "the rules"), file);

    /// <param name="file">For messages only.</param>
    /// <returns><see cref="GateRules.Default"/> where the text says nothing.</returns>
    /// <exception cref="UsageException">The text does not hold rules: one line with line and column.</exception>
    public static GateRules Parse(string text, string file) => new Reader(file).Read(text);

    private sealed class Reader(string file) : StrictYamlReader(file, Kind)
    {
        internal GateRules Read(string text)
        {
            GateRules rules = GateRules.Default;
            Dictionary<string, YamlNode> members = Members(Root(text), Kind, [], ["falseAlarm", "overlooked", "failed", "missing", "versions", "hard", "soft"]);
            foreach ((string name, YamlNode node) in members)
                rules = name switch
                {
                    "falseAlarm" => rules with { FalseAlarm = Chance(node, name, 1) },
                    "overlooked" => rules with { Overlooked = Chance(node, name, 0.5) },
                    "failed" => rules with { Failed = Colour(node, name, [.. s_colours.Except([KebabCase.Of(GateColour.Green)])]) },
                    "missing" => rules with { Missing = Colour(node, name, s_colours) },
                    "versions" => rules with { Versions = Word<OtherVersions>(node, name, [.. Enum.GetValues<OtherVersions>().Select(KebabCase.Of)]) },
                    "hard" => rules with { Hard = [.. Sequence(node, name).Children.Select(Hard)] },
                    "soft" => rules with { Soft = [.. Sequence(node, name).Children.Select(Soft)] },
                    _ => throw new ArgumentOutOfRangeException(nameof(text)),
                };
            return rules;
        }

        private HardRule Hard(YamlNode node)
        {
            const string What = "a hard rule";
            Dictionary<string, YamlNode> members = Members(Mapping(node, What), What, ["metric", "more"], ["cases"]);
            HardRule rule = new() { Metric = MetricOf(members["metric"], HardMetrics, SoftMetrics, "a number that differs from process to process, which belongs under soft"), More = More(members["more"]) };
            return members.TryGetValue("cases", out YamlNode? cases) ? rule with { Cases = Globs(cases) } : rule;
        }

        private SoftRule Soft(YamlNode node)
        {
            const string What = "a soft rule";
            Dictionary<string, YamlNode> members = Members(Mapping(node, What), What, ["metric", "more"], ["phase", "cases"]);
            SoftRule rule = new() { Metric = MetricOf(members["metric"], SoftMetrics, Enum.GetValues<Metric>(), "a number of which more is better"), More = More(members["more"]) };
            if (members.TryGetValue("phase", out YamlNode? phase))
                rule = rule with { Phase = Text(phase, "phase") };
            return members.TryGetValue("cases", out YamlNode? cases) ? rule with { Cases = Globs(cases) } : rule;
        }

        /// <param name="others">Those that exist too, and cannot stand here.</param>
        private Metric MetricOf(YamlNode node, IReadOnlyList<Metric> fitting, IReadOnlyList<Metric> others, string reason)
        {
            string expected = $"metric: expected one of {string.Join(", ", fitting.Select(static one => one.Name()))}, found {Found(node)}";
            return MetricNames.Parse(Text(node, "metric")) is not Metric metric ? throw Fault(node.Start, expected)
                : fitting.Contains(metric) ? metric
                : throw Fault(node.Start, others.Contains(metric) ? $"{expected}, {reason}" : expected);
        }

        private IReadOnlyList<string> Globs(YamlNode node) => Sequence(node, "cases").Children switch
        {
            { Count: 0 } => throw Fault(node.Start, "cases: expected at least one"),
            { } globs => [.. globs.Select(one => Text(one, "cases"))],
        };

        private double Chance(YamlNode node, string what, double most) =>
            Share(node) is double share && share > 0 && share < most ? share : throw Fault(node.Start, $"{what}: expected a share above 0 % and below {100 * most:0} % as 1%, found {Found(node)}");

        private double More(YamlNode node) =>
            Share(node) is double share && share <= MostMore ? share : throw Fault(node.Start, $"more: expected a share as 5%, or 0, and not above {100 * MostMore:0}%, found {Found(node)}");

        private GateColour Colour(YamlNode node, string what, string[] words) => Word<GateColour>(node, what, words);

        private T Word<T>(YamlNode node, string what, string[] words) where T : struct, Enum =>
            words.Contains(Text(node, what))
                ? Enum.GetValues<T>().Single(one => KebabCase.Of(one) == ((YamlScalarNode)node).Value)
                : throw Fault(node.Start, $"{what}: expected {string.Join(" or ", words)}, found {Found(node)}");

        /// <returns>Null for anything but <c>5%</c>, <c>0.5%</c> and a plain <c>0</c>: a bare 5 could be meant as either.</returns>
        private static double? Share(YamlNode node) => node switch
        {
            YamlScalarNode { Style: ScalarStyle.Plain, Value: "0" } => 0,
            YamlScalarNode { Value: string text } when Percentage().IsMatch(text) => (double)(decimal.Parse(text[..^1]) / 100),
            _ => null,
        };
    }

    // No sign, no exponent: what a person writes for a limit.
    [GeneratedRegex(@"^[0-9]{1,6}(\.[0-9]{1,9})?%\z")]
    private static partial Regex Percentage();
}
