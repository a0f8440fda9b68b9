using System.Text;
using System.Text.Json;
using Bench.Core;
using Bench.Gate;
using FsCheck;
using FsCheck.Fluent;

namespace Bench.Tests;

public sealed class GateJsonTests
{
    private static readonly string s_schemaFile = Path.Combine(Repo.Root, "reports", "gate-report.schema.json");
    private static readonly SchemaChecker s_schema = SchemaChecker.Load(s_schemaFile);

    public static TheoryData<string> Reports => ["rich", "green", "through", "rules", "large", "empty"];

    [Theory]
    [MemberData(nameof(Reports))]
    public void A_report_comes_back_as_it_was_and_fits_the_schema(string which)
    {
        GateReport report = which switch
        {
            "rich" => GateReports.Rich,
            "green" => GateReports.Green,
            "through" => GateReports.Rich with { Through = "native-clang", Seed = ulong.MaxValue },
            "rules" => GateReports.Rich with { Rules = GateRulesReader.Parse("missing: red\nversions: left-out\nhard: []\nsoft: [{metric: wall-p99, phase: steady, more: 2%, cases: ['*/x']}]", "gate.yaml") },
            "large" => GateReports.Large(300),
            _ => GateReports.Rich with { Checks = [] },
        };
        string json = GateJson.Write(report);
        Assert.Equivalent(report, Parsed(json), strict: true);
        Assert.Equal(json, GateJson.Write(Parsed(json)));
        Assert.Empty(s_schema.Faults(json));
    }

    [Fact]
    public void Members_of_the_schema_are_those_of_the_program()
    {
        JsonElement schema = JsonDocument.Parse(File.ReadAllText(s_schemaFile)).RootElement, properties = schema.GetProperty("properties");
        Assert.Equal(Names<GateReport>().Append("schema").Order(), Members(properties));
        Assert.Equal(Names<GateCheck>().Except(["colour"]).Order(), Members(properties.GetProperty("checks").GetProperty("items").GetProperty("properties")));
        Assert.Equal(Names<GateRules>().Order(), Members(properties.GetProperty("rules").GetProperty("properties")));
        Assert.Equal(Names<GateSide>().Order(), Members(schema.GetProperty("$defs").GetProperty("side").GetProperty("properties")));
        Assert.Equal(Names<SoftRule>().Order(), Members(schema.GetProperty("$defs").GetProperty("rule").GetProperty("properties")));
        Assert.Equal(GateJson.CurrentSchema, properties.GetProperty("schema").GetProperty("const").GetInt32());

        static IEnumerable<string> Names<T>() => typeof(T).GetProperties(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Instance).Select(static one => JsonNamingPolicy.CamelCase.ConvertName(one.Name));
        static IEnumerable<string> Members(JsonElement element) => element.EnumerateObject().Select(static one => one.Name).Order();
    }

    [Fact]
    public void A_ratio_without_end_is_left_out() =>
        Assert.Null(Parsed(GateJson.Write(GateReports.Rich with { Checks = [GateReports.Rich.Checks[0] with { Ratio = double.PositiveInfinity }] })).Checks[0].Ratio);

    [Theory]
    [InlineData("\"schema\": 1", "\"schema\": 2", "g.json was written by a newer version (schema 2, this one reads up to 1): update Bench")]
    [InlineData("\"schema\": 1", "\"schema\": 0", "g.json: 'schema' is 0, expected 1 to 1")]
    [InlineData("\"schema\": 1,", "", "g.json(1,1): expected an object with a 'schema'")]
    [InlineData("\"colour\": \"red\"", "\"colour\": \"green\"", "g.json: 'colour' is green, but the worst of its checks is red")]
    [InlineData("\"colour\": \"red\"", "\"colour\": \"blue\"", "g.json(3,19): ")]
    [InlineData("\"colour\"", "\"color\"", "g.json(3,")]
    [InlineData("\"hard artifact-bytes\"", "\"hard weight\"", "g.json(")]
    [InlineData("\"subject\": \"outcome\"", "\"subject\": \"income\"", "g.json(")]
    [InlineData("\"case\": \"nbody/small/wasm3\"", "\"case\": \"nbody\"", "g.json(")]
    [InlineData("\"answer\": \"regressed\"", "\"answer\": 4", "g.json(")]
    [InlineData("\"ratio\": 1.123", "\"ratio\": 1e400", "g.json: a number of nbody/small/wasmedge-aot, wall, is too large")]
    [InlineData("\"ratio\": 1.123", "\"ratio\": null, \"ratio\": 1.123", "g.json(")]
    [InlineData("\"checks\": [", "\"checks\": [null,", "g.json(")]
    [InlineData("\"names\": [", "\"names\": [null,", "g.json(")]
    [InlineData("\"notes\": [", "\"nodes\": [", "g.json(")]
    public void A_wrong_file_is_one_line(string right, string wrong, string message)
    {
        string json = GateJson.Write(GateReports.Rich);
        Assert.Contains(right, json);
        string fault = Assert.Throws<UsageException>(() => Parsed(json.Replace(right, wrong))).Message;
        Assert.StartsWith(message, fault, StringComparison.Ordinal);
        Assert.DoesNotContain(fault, static c => char.IsControl(c));
    }

    [Fact]
    public void A_file_that_is_not_there_or_has_no_end_is_one_line()
    {
        Assert.StartsWith("cannot read the gate's report: ", Assert.Throws<UsageException>(static () => GateJson.Read("/nowhere/gate.json")).Message, StringComparison.Ordinal);
        Assert.Equal("/dev/zero is too large for the gate's report: it has more than 67108864 bytes", Assert.Throws<UsageException>(static () => GateJson.Read("/dev/zero")).Message);
    }

    [Fact]
    public void A_newer_file_is_told_from_a_broken_one_whatever_else_it_holds() =>
        Assert.Contains("newer version (schema 7,", Assert.Throws<UsageException>(static () => Parsed("{\"what\": [{}], \"schema\": 7}")).Message);

    [Fact]
    public void A_file_with_any_bytes_changed_is_read_or_refused_in_one_line()
    {
        byte[] whole = Encoding.UTF8.GetBytes(GateJson.Write(GateReports.Rich));
        Gen<(int At, int Removed, string Piece)> change = from at in Gen.Choose(0, whole.Length) from removed in Gen.Choose(0, 40)
                                                          from piece in Gen.Elements("null", "{}", "[]", "1e400", "-1", "\"\"", "\\ud800", "\n", "99999999999999999999", "") select (at, removed, piece);
        Prop.ForAll(change.ToArbitrary(), one =>
        {
            int end = Math.Min(whole.Length, one.At + one.Removed);
            byte[] bytes = [.. whole[..one.At], .. Encoding.UTF8.GetBytes(one.Piece), .. whole[end..]];
            try
            {
                GateReport report = GateJson.Parse(bytes, "g.json");
                foreach (string format in GateFormats.Names)
                    Assert.NotNull(GateOutputTests.Rendered(format, report));
            }
            catch (UsageException e)
            {
                Assert.StartsWith("g.json", e.Message, StringComparison.Ordinal);
                Assert.DoesNotContain(e.Message, static c => char.IsControl(c));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    private static GateReport Parsed(string json) => GateJson.Parse(Encoding.UTF8.GetBytes(json), "g.json");
}
