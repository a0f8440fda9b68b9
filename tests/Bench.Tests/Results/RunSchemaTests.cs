using System.Text.Json;
using Bench.Core;

namespace Bench.Tests;

/// <summary>harness/run.schema.json against what is written.</summary>
public sealed class RunSchemaTests
{
    private static readonly string s_file = Path.Combine(Repo.Root, "harness", "run.schema.json");
    private static readonly SchemaChecker s_schema = SchemaChecker.Load(s_file);

    [Fact]
    public void Every_row_that_is_written_is_valid() => Assert.All(SmallRun.Lines(), static row => Assert.Empty(s_schema.Faults(row)));

    [Fact]
    public void The_rows_checked_are_of_every_type_that_the_schema_describes()
    {
        JsonElement schema = JsonDocument.Parse(File.ReadAllText(s_file)).RootElement;
        IEnumerable<string> described = schema.GetProperty("oneOf").EnumerateArray().Select(static one => one.GetProperty("$ref").GetString()!.Split('/')[^1]);
        IEnumerable<string> written = SmallRun.Lines().Select(static row => JsonDocument.Parse(row).RootElement)
            .Select(static row => row.TryGetProperty("outcome", out JsonElement outcome) ? outcome.GetString()!
                : row.GetProperty("type").GetString() is "header" ? "headerRow" : row.GetProperty("type").GetString()!).Distinct();
        Assert.Equal(described.Order(), written.Order());
    }

    [Fact]
    public void Words_of_the_schema_are_those_of_the_program()
    {
        JsonElement defs = JsonDocument.Parse(File.ReadAllText(s_file)).RootElement.GetProperty("$defs");
        Assert.Equal(Enum.GetValues<Metric>().Select(static one => one.Name()), Words("measurement", "metric"));
        Assert.Equal(Enum.GetValues<FailureCause>().Select(KebabCase.Of), Words("failed", "cause"));
        Assert.Equal(Enum.GetValues<BackendClass>().Select(KebabCase.Of), Words("backend", "class"));
        Assert.Equal(Enum.GetValues<WorkKind>().Select(KebabCase.Of), Words("process", "kind"));
        Assert.Equal(RunHeader.CurrentSchema, defs.GetProperty("header").GetProperty("properties").GetProperty("schema").GetProperty("const").GetInt32());

        IEnumerable<string> Words(string row, string member) =>
            defs.GetProperty(row).GetProperty("properties").GetProperty(member).GetProperty("enum").EnumerateArray().Select(static one => one.GetString()!);
    }

    [Theory]
    [InlineData(0, "\"schema\":2", "\"schema\":\"2\"")]
    [InlineData(0, "\"seed\"", "\"sead\"")]
    [InlineData(0, "\"interpreter\"", "\"turtle\"")]
    [InlineData(0, "[\"5000000\"]", "[5000000]")]
    [InlineData(0, "\"e3b0", "\"E3B0")]
    [InlineData(0, "\"00:08:00\"", "\"8 minutes\"")]
    [InlineData(0, "\"pin\":true", "\"pin\":1")]
    [InlineData(1, "\"value\":900", "\"value\":-900")]
    [InlineData(1, "\"value\":900", "\"value\":9.5")]
    [InlineData(1, "\"value\":900", "\"value\":900,\"unit\":\"ns\"")]
    [InlineData(1, "\"metric\":\"wall\",", "")]
    [InlineData(1, "\"wall\"", "\"elapsed\"")]
    [InlineData(1, "nbody/small/wasm3", "nbody/wasm3")]
    [InlineData(2, "\"compile\"", "\"compiling\"")]
    [InlineData(2, "\"2026-01-31T12:00:01+00:00\"", "\"yesterday\"")]
    [InlineData(2, "\"process\"", "\"note\"")]
    public void A_wrong_row_is_refused(int line, string right, string wrong)
    {
        string row = SmallRun.Lines()[line];
        Assert.Contains(right, row);
        Assert.NotEmpty(s_schema.Faults(row.Replace(right, wrong)));
    }

    [Fact]
    public void The_checker_passes_over_no_keyword() =>
        Assert.Throws<NotSupportedException>(() => new SchemaChecker(JsonDocument.Parse("""{"multipleOf":2}""").RootElement).Faults("3"));
}
