using System.Text.Json;
using Bench.Core;
using Bench.Gate;
using FsCheck;
using FsCheck.Fluent;

namespace Bench.Tests;

public sealed class GateRulesTests
{
    private static readonly string s_schemaFile = Path.Combine(Repo.Root, "reports", "gate.schema.json");
    private static readonly SchemaChecker s_schema = SchemaChecker.Load(s_schemaFile);

    [Fact]
    public void The_example_holds_the_defaults_and_fits_the_schema()
    {
        string file = Path.Combine(Repo.Root, "reports", "gate.example.yaml");
        Assert.Equivalent(GateRules.Default, GateRulesReader.Load(file), strict: true);
        Assert.Empty(s_schema.Faults(YamlAsJson.Of(File.ReadAllText(file))));
    }

    [Fact]
    public void What_is_not_given_stays_as_it_is_without_a_file()
    {
        Assert.Equivalent(GateRules.Default, Rules("{}"), strict: true);
        Assert.Equivalent(GateRules.Default with { FalseAlarm = 0.005, Overlooked = 0.1 }, Rules("falseAlarm: 0.5%\noverlooked: 10%"), strict: true);
        Assert.Equivalent(GateRules.Default with { Failed = GateColour.Amber, Missing = GateColour.Red, Versions = OtherVersions.LeftOut }, Rules("failed: amber\nmissing: red\nversions: left-out"), strict: true);
        Assert.Equal(GateColour.Green, Rules("missing: green").Missing);
    }

    [Fact]
    public void A_list_that_is_given_takes_the_place_of_the_whole_list()
    {
        GateRules rules = Rules("hard: [{metric: allocated-bytes, more: 0, cases: ['take-value/*', '*/y3']}]\nsoft: []");
        Assert.Empty(rules.Soft);
        Assert.Equivalent(new HardRule { Metric = Metric.AllocatedBytes, More = 0, Cases = ["take-value/*", "*/y3"] }, Assert.Single(rules.Hard), strict: true);
        rules = Rules("soft:\n- metric: wall\n  phase: execute\n  more: 2.5%\n- metric: cycles\n  more: 0%");
        Assert.Equivalent(GateRules.Default.Hard, rules.Hard, strict: true);
        Assert.Equivalent((SoftRule[])[new() { Metric = Metric.Wall, Phase = "execute", More = 0.025 }, new() { Metric = Metric.Cycles, More = 0 }], rules.Soft, strict: true);
    }

    [Theory]
    [InlineData("falseAlarms: 1%", "(1,1): a list of gate rules has no member 'falseAlarms', only falseAlarm, overlooked, failed, missing, versions, hard, soft")]
    [InlineData("falseAlarm: 1", "(1,13): falseAlarm: expected a share above 0 % and below 100 % as 1%, found 1")]
    [InlineData("overlooked: -5%", "(1,13): overlooked: expected a share above 0 % and below 50 % as 1%, found -5%")]
    [InlineData("overlooked: 5 %", "(1,13): overlooked: expected a share above 0 % and below 50 % as 1%, found 5 %")]
    [InlineData("overlooked: 1e0%", "(1,13): overlooked: expected a share above 0 % and below 50 % as 1%, found 1e0%")]
    [InlineData("failed: green", "(1,9): failed: expected amber or red, found green")]
    [InlineData("missing: Red", "(1,10): missing: expected green or amber or red, found Red")]
    [InlineData("versions: leftOut", "(1,11): versions: expected compared or left-out, found leftOut")]
    [InlineData("versions: [compared]", "(1,11): versions: expected a line of text, found a list")]
    [InlineData("hard: {}", "(1,7): hard: expected a list, found members")]
    [InlineData("hard:", "(1,6): hard: expected a list, found nothing")]
    [InlineData("hard: [wall]", "(1,8): a hard rule: expected members with values, found wall")]
    [InlineData("hard: [{metric: instructions}]", "(1,8): a hard rule lacks more")]
    [InlineData("hard: [{more: 1%}]", "(1,8): a hard rule lacks metric")]
    [InlineData("hard: [{metric: instructions, more: 5}]", "(1,37): more: expected a share as 5%, or 0, and not above 10000%, found 5")]
    [InlineData("hard: [{metric: instructions, more: '0'}]", "(1,37): more: expected a share as 5%, or 0, and not above 10000%, found '0'")]
    [InlineData("hard: [{metric: instructions, more: 1%, phase: total}]", "(1,41): a hard rule has no member 'phase', only metric, more, cases")]
    [InlineData("hard: [{metric: instructions, more: 1%, cases: []}]", "(1,48): cases: expected at least one")]
    [InlineData("hard: [{metric: instructions, more: 1%, cases: nbody/*}]", "(1,48): cases: expected a list, found nbody/*")]
    [InlineData("soft: [{metric: wall, more: 5%, cases: [1, '']}]", "(1,44): cases: expected a line of text, found ''")]
    [InlineData("soft: [{metric: wal, more: 5%}]", "(1,17): metric: expected one of wall, user, sys, ")]
    [InlineData("hard: [{metric: wall, more: 5%}]", "(1,17): metric: expected one of instructions, instructions-simulated, artifact-bytes, image-bytes, allocated-bytes, payload-bytes, arrived-bytes, found wall, a number that differs from process to process, which belongs under soft")]
    public void A_wrong_file_is_one_line_with_its_place_and_does_not_fit_the_schema(string yaml, string message)
    {
        Assert.StartsWith($"gate.yaml{message}", Fault(yaml), StringComparison.Ordinal);
        Assert.NotEmpty(s_schema.Faults(YamlAsJson.Of(yaml)));
    }

    [Theory]
    [InlineData("", "(1,1): expected a list of gate rules, found nothing")]
    [InlineData("failed: red\nfailed: red", "(2,1): ")]
    [InlineData("...\0\0", "(1,1): this is no YAML from here on: ")]
    [InlineData("falseAlarm: 0", "(1,13): falseAlarm: expected a share above 0 % and below 100 % as 1%, found 0")]
    [InlineData("falseAlarm: 100%", "(1,13): falseAlarm: expected a share above 0 % and below 100 % as 1%, found 100%")]
    [InlineData("overlooked: 50%", "(1,13): overlooked: expected a share above 0 % and below 50 % as 1%, found 50%")]
    [InlineData("soft: [{metric: wall, more: 10001%}]", "(1,29): more: expected a share as 5%, or 0, and not above 10000%, found 10001%")]
    [InlineData("soft: &a [*a]", "(1,11): a list of gate rules has no aliases")]
    [InlineData("[[[[[[[[[[1]]]]]]]]]]", "(1,7): nested too deeply for a list of gate rules")]
    [InlineData("soft: [{metric: per-second, more: 5%}]", "(1,17): metric: expected one of ")]
    public void What_a_schema_cannot_say_is_one_line_too(string yaml, string message) => Assert.StartsWith($"gate.yaml{message}", Fault(yaml), StringComparison.Ordinal);

    [Fact]
    public void A_number_of_which_more_is_better_says_so() =>
        Assert.EndsWith("found per-second, a number of which more is better", Fault("soft: [{metric: per-second, more: 5%}]"), StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_not_there_or_has_no_end_is_one_line()
    {
        Assert.StartsWith("cannot read the rules: ", Assert.Throws<UsageException>(static () => GateRulesReader.Load("/nowhere/gate.yaml")).Message, StringComparison.Ordinal);
        Assert.Equal("/dev/zero is not a list of gate rules: it has more than 1048576 bytes", Assert.Throws<UsageException>(static () => GateRulesReader.Load("/dev/zero")).Message);
    }

    [Fact]
    public void Words_of_the_schema_are_those_of_the_program()
    {
        JsonElement properties = JsonDocument.Parse(File.ReadAllText(s_schemaFile)).RootElement.GetProperty("properties");
        Assert.Equal(GateRulesReader.HardMetrics.Select(static one => one.Name()), Metrics("hard"));
        Assert.Equal(GateRulesReader.SoftMetrics.Select(static one => one.Name()), Metrics("soft"));
        Assert.All(GateRules.Default.Hard, static one => Assert.Contains(one.Metric, GateRulesReader.HardMetrics));

        IEnumerable<string> Metrics(string list) => properties.GetProperty(list).GetProperty("items").GetProperty("properties").GetProperty("metric").GetProperty("enum").EnumerateArray().Select(static one => one.GetString()!);
    }

    [Fact]
    public void Rules_come_back_from_their_own_text()
    {
        Gen<int> hundredths = Gen.Choose(0, 1_000_000);
        Gen<(Metric Metric, int More, bool Phase, int Cases)> rule = from metric in Gen.Elements([.. GateRulesReader.SoftMetrics]) from more in hundredths from phase in Gen.Elements(true, false) from cases in Gen.Choose(0, 2) select (metric, more, phase, cases);
        Prop.ForAll(rule.ListOf().ToArbitrary(), static rules =>
        {
            string yaml = "soft: [" + string.Join(", ", rules.Select(static one => $"{{metric: {one.Metric.Name()}, more: {one.More / 100}.{one.More % 100:00}%{(one.Phase ? ", phase: total" : "")}{(one.Cases > 0 ? $", cases: [{string.Join(", ", Enumerable.Repeat("'*/small/*'", one.Cases))}]" : "")}}}")) + "]";
            Assert.Equal(rules.Select(static one => (one.Metric, one.More / 10_000.0, one.Phase ? "total" : null, string.Join(' ', Enumerable.Repeat(one.Cases > 0 ? "*/small/*" : "*", Math.Max(1, one.Cases))))),
                Rules(yaml).Soft.Select(static one => (one.Metric, one.More, one.Phase, string.Join(' ', one.Cases))));
            Assert.Empty(s_schema.Faults(YamlAsJson.Of(yaml)));
        }).Check(Config.QuickThrowOnFailure);
    }

    private static GateRules Rules(string yaml) => GateRulesReader.Parse(yaml, "gate.yaml");

    private static string Fault(string yaml) => Assert.Throws<UsageException>(() => Rules(yaml)).Message;
}
