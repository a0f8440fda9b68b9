using Bench.Core;
using Bench.Reports;

namespace Bench.Tests;

public sealed class PriceTests
{
    private static readonly SchemaChecker s_schema = SchemaChecker.Load(Path.Combine(Repo.Root, "reports", "prices.schema.json"));

    [Fact]
    public void The_example_is_read_and_fits_the_schema()
    {
        PriceList prices = ComparedRuns.Prices();
        Assert.Equal((new DateOnly(2026, 1, 15), "USD", "invented for this example"), (prices.Date, prices.Currency, prices.Source));
        Assert.Equal(new MachinePrice(0.1, 0.04, null), prices.Machines["example.small"]);
        Assert.Equal(new MachinePrice(0.15, null, "nowhere-1"), prices.Machines["example.arm"]);
        Assert.Empty(s_schema.Faults(YamlAsJson.Of(File.ReadAllText(Path.Combine(Repo.Root, "reports", "prices.example.yaml")))));
    }

    [Theory]
    [InlineData("date: 2026-01-15\ncurrency: USD\nmachines:\n  a: {perHour: 1}\nprice: 2", "p.yaml(5,1): a price list has no member 'price', only date, currency, machines, source")]
    [InlineData("currency: USD\nmachines:\n  a: {perHour: 1}", "p.yaml(1,1): a price list lacks date")]
    [InlineData("date: 2026-01-15\nmachines:\n  a: {perHour: 1}", "p.yaml(1,1): a price list lacks currency")]
    [InlineData("date: 2026-01-15\ncurrency: USD", "p.yaml(1,1): a price list lacks machines")]
    [InlineData("date: 15.1.2026\ncurrency: USD\nmachines:\n  a: {perHour: 1}", "p.yaml(1,7): date: expected a day as 2026-01-31, found 15.1.2026")]
    [InlineData("date: 2026-01-15\ncurrency: dollars\nmachines:\n  a: {perHour: 1}", "p.yaml(2,11): currency: expected three capital letters as USD, found dollars")]
    [InlineData("date: 2026-01-15\ncurrency: [USD]\nmachines:\n  a: {perHour: 1}", "p.yaml(2,11): currency: expected a line of text, found a list")]
    [InlineData("date: 2026-01-15\ncurrency: USD\nmachines:\n  a: {perHour: -1}", "p.yaml(4,16): perHour: expected a number above 0 and not above 1000000, found -1")]
    [InlineData("date: 2026-01-15\ncurrency: USD\nmachines:\n  a: {perHour: 0}", "p.yaml(4,16): perHour: expected a number above 0 and not above 1000000, found 0")]
    [InlineData("date: 2026-01-15\ncurrency: USD\nmachines:\n  a: {perHour: '1'}", "p.yaml(4,16): perHour: expected a number above 0 and not above 1000000, found '1'")]
    [InlineData("date: 2026-01-15\ncurrency: USD\nmachines:\n  a: {perHour: 2000000}", "p.yaml(4,16): perHour: expected a number above 0 and not above 1000000, found 2000000")]
    [InlineData("date: 2026-01-15\ncurrency: USD\nmachines:\n  a: {perHour: .inf}", "p.yaml(4,16): perHour: expected a number above 0 and not above 1000000, found .inf")]
    [InlineData("date: 2026-01-15\ncurrency: USD\nmachines:\n  a: {perHour: 1, spot: free}", "p.yaml(4,25): spot: expected a number above 0 and not above 1000000, found free")]
    [InlineData("date: 2026-01-15\ncurrency: USD\nmachines:\n  a: {perHour: 1, zone: b}", "p.yaml(4,19): 'a' has no member 'zone', only perHour, spot, region")]
    [InlineData("date: 2026-01-15\ncurrency: USD\nmachines:\n  a: {spot: 1}", "p.yaml(4,6): 'a' lacks perHour")]
    [InlineData("date: 2026-01-15\ncurrency: USD\nmachines:\n  a: 1", "p.yaml(4,6): 'a': expected members with values, found 1")]
    [InlineData("date: 2026-01-15\ncurrency: USD\nmachines: {}", "p.yaml(3,11): machines: expected at least one")]
    [InlineData("- date", "p.yaml(1,1): a price list: expected members with values, found a list")]
    public void A_wrong_price_list_is_one_line_with_its_place_and_does_not_fit_the_schema(string yaml, string message)
    {
        Assert.Equal(message, Fault(yaml));
        Assert.NotEmpty(s_schema.Faults(YamlAsJson.Of(yaml)));
    }

    [Theory]
    [InlineData("", "p.yaml(1,1): expected a price list, found nothing")]
    [InlineData("a: 1\na: 2", "p.yaml(2,1): ")]
    [InlineData("a: [1", "p.yaml(2,1): ")]
    [InlineData("a: *b", "p.yaml(1,4): a price list has no aliases")]
    [InlineData("a: 1\n---\nb: 2", "p.yaml(3,1): expected one document, found a second one")]
    [InlineData("[[[[[[[[[[1]]]]]]]]]]", "p.yaml(1,7): nested too deeply for a price list")]
    [InlineData("\u001b[2J: 1", "p.yaml(1,1): ")]
    public void What_is_no_yaml_of_ours_is_one_line_too(string yaml, string message)
    {
        string fault = Fault(yaml);
        Assert.StartsWith(message, fault, StringComparison.Ordinal);
        Assert.DoesNotContain(fault, static c => char.IsControl(c));
    }

    [Fact]
    public void A_million_brackets_do_not_end_the_process() => Assert.Contains("nested too deeply", Fault(new string('[', 1_000_000)));

    [Fact]
    public void A_file_that_is_not_there_is_one_line() =>
        Assert.StartsWith("cannot read the prices: ", Assert.Throws<UsageException>(static () => PriceList.Load("/nowhere/prices.yaml")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_label_is_looked_for_before_the_id_and_that_before_the_type()
    {
        MachineInfo machine = ComparedRuns.Small with { Label = "mine" };
        string id = MachineId.Of(machine);
        PriceList List(params string[] keys) => PriceList.Parse($"date: 2026-01-15\ncurrency: EUR\nmachines:\n{string.Concat(keys.Select(static (key, index) => $"  {key}: {{perHour: {index + 1}}}\n"))}", "p.yaml");
        Assert.Equal(3, List("example.small", id, "mine").Find(machine, out _)!.PerHour);
        Assert.Equal(2, List("example.small", id).Find(machine, out _)!.PerHour);
        Assert.Equal(1, List("example.small").Find(machine, out _)!.PerHour);
        Assert.Null(List("other").Find(machine, out string reason));
        Assert.Equal($"the list has neither 'mine' nor '{id}' nor 'example.small'", reason);
    }

    [Fact]
    public void A_price_of_another_region_is_not_used()
    {
        Assert.Null(ComparedRuns.Prices().Find(ComparedRuns.Arm with { Region = "elsewhere-2" }, out string reason));
        Assert.Equal("that of 'example.arm' is for nowhere-1, the machine is in elsewhere-2", reason);
        Assert.NotNull(ComparedRuns.Prices().Find(ComparedRuns.Arm with { Region = null }, out _));
    }

    [Fact]
    public void Prices_follow_from_time_and_rent()
    {
        // 100 ms at 3.60 an hour are 0.0001 each, 100 for a million; the other machine takes twice as long at half the rent.
        PriceList prices = PriceList.Parse("date: 2026-01-15\ncurrency: EUR\nmachines:\n  example.small: {perHour: 3.6}\n  example.arm: {perHour: 1.8, spot: 0.9}", "p.yaml");
        Comparison comparison = Comparison.Of([One(ComparedRuns.Small, 100), One(ComparedRuns.Arm, 200)], new() { Prices = prices });
        PricedSize priced = PricedSize.Of(comparison, comparison.Sizes[0])!;
        Assert.Equal([1.0, 1.0], priced.Points.Select(static one => Math.Round(one.Price.Value, 9)));
        Assert.Equal([0.5, 0.25], priced.Points.OrderBy(static one => one.Column.Machine.Cores).Select(static one => Math.Round(one.PricePerCore.Value, 9)));
        Assert.Equal(0.5, priced.Points.Single(static one => one.SpotPrice is not null).SpotPrice!.Value, precision: 9);
        ReportTable millions = ComparisonTables.Of(comparison).Single(static table => table.Title.EndsWith("EUR per million executions", StringComparison.Ordinal));
        Assert.Equal(["100 [100, 100]", "100 [100, 100]"], millions.Rows.Select(static row => row[1].Text));
    }

    [Fact]
    public void A_machine_without_a_price_keeps_its_row_and_gets_a_note()
    {
        PriceList prices = PriceList.Parse("date: 2026-01-15\ncurrency: EUR\nmachines:\n  example.small: {perHour: 3.6}", "p.yaml");
        Comparison comparison = Comparison.Of([One(ComparedRuns.Small, 100), One(ComparedRuns.Arm, 200)], new() { Prices = prices });
        ReportTable millions = ComparisonTables.Of(comparison).Single(static table => table.Title.EndsWith("per million executions", StringComparison.Ordinal));
        Assert.Equal(["example.arm, native-clang", "–", "–", "–"], millions.Rows[1].Select(static cell => cell.Text));
        Assert.Contains($"No price for example.arm: the list has neither '{MachineId.Of(ComparedRuns.Arm)}' nor 'example.arm'.", millions.Notes);
    }

    [Theory]
    [InlineData("2025-08-04", null)]
    [InlineData("2025-08-03", "They were 181 days old when the run of 2026-01-31 began: look whether they still hold.")]
    public void Old_prices_are_noted(string date, string? note)
    {
        PriceList prices = PriceList.Parse($"date: {date}\ncurrency: EUR\nmachines:\n  example.small: {{perHour: 3.6}}", "p.yaml");
        IReadOnlyList<string> notes = ComparisonTables.Main(Comparison.Of([One(ComparedRuns.Small, 100)], new() { Prices = prices }))[^1].Notes;
        Assert.Equal(note, notes.FirstOrDefault(static one => one.Contains("days old", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_backend_that_lacks_a_workload_is_no_point() =>
        Assert.Equal(["wasmedge-aot on my-old-box (no pi)"], Priced().LeftOut);

    [Fact]
    public void A_point_is_dominated_only_by_one_that_is_clearly_faster_and_cheaper()
    {
        MedianProduct fast = Time(100, 1), slow = Time(200, 2), alike = Time(101, 3);
        Assert.Equal([ParetoState.InTheSet, ParetoState.InTheSet], States((fast, fast.Times(4)), (slow, slow)));
        Assert.Equal([ParetoState.InTheSet, ParetoState.ClearlyDominated], States((fast, fast), (slow, slow)));
        Assert.Equal([ParetoState.Undecided, ParetoState.Undecided], States((fast, fast), (alike, alike)));
        MedianProduct few = MedianProduct.Of(new Sample([1, 2, 3]), 1);
        Assert.Equal([new ParetoStanding(true, null, ParetoState.TooFew), new ParetoStanding(false, null, ParetoState.TooFew)], Pareto.Of([(few, few), (slow, slow)]));
    }

    [Fact]
    public void Of_points_that_are_alike_in_all_none_is_dominated()
    {
        MedianProduct one = Time(100, 1);
        Assert.Equal([new ParetoStanding(true, 1, ParetoState.InTheSet), new ParetoStanding(true, 1, ParetoState.InTheSet)], Pareto.Of([(one, one), (one, one)]));
    }

    [Fact]
    public void An_order_that_noise_can_turn_survives_less_often()
    {
        Assert.Equal([1, 0], Ranking.Of([Time(200, 1), Time(100, 2)]).Order);
        Assert.Equal(1, Ranking.Of([Time(200, 1), Time(100, 2)]).OrderShare);
        Ranking close = Ranking.Of([Time(100, 1), Time(100.2, 2), Time(300, 3)]);
        Assert.InRange(close.OrderShare!.Value, 0.3, 0.95);
        Assert.Equal(close.FirstShare, close.OrderShare);
        Assert.Null(Ranking.Of([MedianProduct.Of(new Sample([1]), 1), Time(1, 2)]).FirstShare);
    }

    private static PricedSize Priced()
    {
        Comparison comparison = Comparison.Of(ComparedRuns.ThreeMachines(), new() { Prices = ComparedRuns.Prices() });
        return PricedSize.Of(comparison, comparison.Sizes[0])!;
    }

    private static ComparedRun One(MachineInfo machine, double milliseconds) => ComparedRuns.One(machine.InstanceType!, machine, [.. Enumerable.Repeat(milliseconds, 6)]);

    private static MedianProduct Time(double milliseconds, ulong seed) => MedianProduct.Of(new Sample(ComparedRuns.Around(milliseconds, seed)), seed + 100);

    [Fact]
    public void Members_of_the_set_are_those_of_its_definition_also_among_equals()
    {
        SplitMix random = new(7);
        for (int trial = 0; trial < 200; trial++)
        {
            (double Time, double Price)[] points = [.. Enumerable.Range(0, 1 + random.Below(12)).Select(_ => (1.0 + random.Below(5), 1.0 + random.Below(5)))];
            IEnumerable<bool> defined = points.Select(one => !points.Any(other => other.Time <= one.Time && other.Price <= one.Price && other != one));
            Assert.Equal(defined, Pareto.Of([.. points.Select(static one => (MedianProduct.Of(new Sample([one.Time]), 1), MedianProduct.Of(new Sample([one.Price]), 1)))]).Select(static one => one.Member));
        }
    }

    private static IEnumerable<ParetoState> States(params (MedianProduct, MedianProduct)[] points) => Pareto.Of(points).Select(static one => one.State);

    private static string Fault(string yaml) => Assert.Throws<UsageException>(() => PriceList.Parse(yaml, "p.yaml")).Message;
}
