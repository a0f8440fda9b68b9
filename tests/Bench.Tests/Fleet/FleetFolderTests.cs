using System.Text;
using System.Text.Json;
using Bench.Core;
using FsCheck;
using FsCheck.Fluent;

namespace Bench.Tests;

public sealed class FleetFolderTests
{
    private static readonly string s_schemaFile = Path.Combine(Repo.Root, "harness", "fleet.schema.json");
    private static readonly SchemaChecker s_schema = SchemaChecker.Load(s_schemaFile);

    private const string Whole = """
        { "schema": 1, "suite": "quick", "image": "localhost/bench:1", "startedAt": "2026-01-31T12:00:00+00:00", "currency": "EUR",
          "nodes": [ { "id": "x1", "name": "node-1", "vmType": "a.small", "price": 0.10, "state": "done" }, { "id": "x2", "name": "node-2", "state": "lost", "cause": "gone" } ] }
        """;

    [Fact]
    public void A_fleet_is_read_and_fits_the_schema()
    {
        FleetRecord fleet = Parse(Whole);
        Assert.Equal(("quick", "localhost/bench:1", "EUR"), (fleet.Suite, fleet.Image, fleet.Currency));
        Assert.Equal([new FleetNode("x1", "node-1", "a.small", 0.10, FleetNodeState.Done, null), new FleetNode("x2", "node-2", null, null, FleetNodeState.Lost, "gone")], fleet.Nodes);
        Assert.Empty(s_schema.Faults(Whole));
    }

    [Fact]
    public void Members_of_a_later_version_are_passed_over()
    {
        string more = Whole.Replace("\"suite\"", "\"transport\": { \"kind\": [\"logs\"] }, \"suite\"").Replace("\"name\": \"node-1\"", "\"name\": \"node-1\", \"weightOfTheMachine\": 4");
        Assert.Equal(Parse(Whole).Nodes, Parse(more).Nodes);
        Assert.Empty(s_schema.Faults(more));
    }

    [Fact]
    public void Words_of_the_schema_are_those_of_the_program()
    {
        JsonElement properties = JsonDocument.Parse(File.ReadAllText(s_schemaFile)).RootElement.GetProperty("properties");
        Assert.Equal(Enum.GetValues<FleetNodeState>().Select(KebabCase.Of),
            properties.GetProperty("nodes").GetProperty("items").GetProperty("properties").GetProperty("state").GetProperty("enum").EnumerateArray().Select(static one => one.GetString()!));
        Assert.Equal(FleetRecord.CurrentSchema, properties.GetProperty("schema").GetProperty("const").GetInt32());
    }

    [Theory]
    [InlineData("\"schema\": 1,", "", "f.json: expected an object with a 'schema'")]
    [InlineData("\"schema\": 1", "\"schema\": 0", "f.json: 'schema' is 0, expected 1 to 1")]
    [InlineData("\"schema\": 1", "\"schema\": 2", "f.json was written by a newer version (schema 2, this one reads up to 1): update Bench")]
    [InlineData("\"suite\": \"quick\",", "", "f.json(2,")]
    [InlineData("\"EUR\"", "\"euros\"", "f.json: 'currency' is expected to be three capital letters as USD")]
    [InlineData("\"node-1\"", "\"../node-1\"", "f.json: '../node-1' is no name of a node: ")]
    [InlineData("\"node-1\"", "\"..\"", "f.json: '..' is no name of a node: ")]
    [InlineData("\"node-1\"", "\"\"", "f.json: '' is no name of a node: ")]
    [InlineData("\"node-1\"", "\"a\\nb\"", "f.json: 'a b' is no name of a node: ")]
    [InlineData("0.10", "0", "f.json: the price of the node 'node-1' is 0, expected a number above 0 and not above 1000000")]
    [InlineData("0.10", "1e7", "f.json: the price of the node 'node-1' is 10000000, expected a number above 0 and not above 1000000")]
    [InlineData("\"done\"", "\"finished\"", "f.json(2,")]
    [InlineData("\"state\": \"done\"", "\"state\": 2", "f.json(2,")]
    [InlineData("\"id\": \"x1\", ", "", "f.json(2,")]
    [InlineData("{ \"id\": \"x1\"", "null, { \"id\": \"x1\"", "f.json")]
    public void A_wrong_fleet_is_one_line_and_does_not_fit_the_schema(string right, string wrong, string message)
    {
        Assert.Contains(right, Whole);
        string fault = Assert.Throws<UsageException>(() => Parse(Whole.Replace(right, wrong))).Message;
        Assert.StartsWith(message, fault, StringComparison.Ordinal);
        Assert.DoesNotContain(fault, char.IsControl);
        Assert.NotEmpty(s_schema.Faults(Whole.Replace(right, wrong)));
    }

    [Fact]
    public void Two_nodes_of_one_name_are_refused() =>
        Assert.Equal("f.json: the node 'node-1' is there twice", Assert.Throws<UsageException>(static () => Parse(Whole.Replace("node-2", "node-1"))).Message);

    [Fact]
    public void Bytes_changed_in_any_way_are_a_fleet_or_one_line()
    {
        byte[] whole = Encoding.UTF8.GetBytes(Whole);
        int read = 0;
        Prop.ForAll((from at in Gen.Choose(0, whole.Length - 1) from removed in Gen.Choose(0, 5)
            from piece in Gen.OneOf(Gen.Elements("null", "[", "{}", "1e999", "\"", "\\ud800", "\n", "NaN").Select(Encoding.UTF8.GetBytes), ArbMap.Default.GeneratorFor<byte[]>())
            select (at, removed, piece)).ToArbitrary(), change =>
        {
            byte[] bytes = [.. whole[..change.at], .. change.piece, .. whole[Math.Min(whole.Length, change.at + change.removed)..]];
            try
            {
                Assert.NotNull(FleetFolder.Parse(bytes, "f.json").Nodes);
                read++;
            }
            catch (UsageException e)
            {
                Assert.DoesNotContain(e.Message, char.IsControl);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20260131, 1));
        Assert.InRange(read, 5, 450);
    }

    [Fact]
    public void A_file_that_is_missing_or_endless_is_one_line()
    {
        using TempFolder folder = new();
        Assert.False(FleetFolder.IsOne(folder.Path));
        Assert.StartsWith("cannot read the fleet: ", Assert.Throws<UsageException>(() => FleetFolder.Read(folder.Path)).Message, StringComparison.Ordinal);
        File.WriteAllBytes(FleetFolder.FleetFile(folder.Path), new byte[(16 << 20) + 1]);
        Assert.EndsWith("is too large for a fleet: it has more than 16777216 bytes", Assert.Throws<UsageException>(() => FleetFolder.Read(folder.Path)).Message, StringComparison.Ordinal);
    }

    private static FleetRecord Parse(string json) => FleetFolder.Parse(Encoding.UTF8.GetBytes(json), "f.json");
}
