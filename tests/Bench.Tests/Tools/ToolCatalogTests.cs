using Bench.Core;

namespace Bench.Tests;

public sealed class ToolCatalogTests : IDisposable
{
    private const string Good = """
        {
          "tools": [
            { "id": "base", "title": "Base", "files": ["/"] },
            {
              "id": "tool",
              "title": "Tool",
              "executables": ["tool-2", "tool"],
              "versionArguments": ["--version"],
              "versionPattern": "tool (\\d\\S*)",
              "needs": ["base"],
              "install": { "apt": ["tool"] }
            }
          ]
        }
        """;

    private readonly TempFolder _folder = new();

    private string File => _folder["tools.json"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_tool_is_found_by_its_id()
    {
        ToolCatalog tools = ToolCatalog.Load(_folder.Write("tools.json", Good));
        Assert.Equal(["base", "tool"], tools.All.Select(static one => one.Id));
        Assert.Equal(["tool-2", "tool"], tools["tool"].Executables);
        Assert.True(tools["tool"].Install!.ByDefault);
    }

    [Theory]
    [InlineData("\"title\": \"Tool\"", "\"title\": Tool")]
    [InlineData("\"title\": \"Tool\"", "\"title\": null")]
    [InlineData("\"title\": \"Tool\",", "")]
    [InlineData("\"needs\"", "\"need\"")]
    [InlineData("\"tool-2\"", "null")]
    [InlineData("\"tool-2\"", "2")]
    [InlineData("{ \"apt\": [\"tool\"] }", "{ \"apt\": [null] }")]
    [InlineData("{ \"apt\": [\"tool\"] }", "{ \"yum\": [] }")]
    [InlineData("\"tools\": [", "\"tools\": [ null,")]
    [InlineData("\"tools\"", "\"tolls\"")]
    [InlineData(Good, "")]
    [InlineData(Good, "null")]
    [InlineData(Good, "{}")]
    [InlineData(Good, "[]")]
    public void A_fault_that_the_parser_finds_is_given_with_file_and_line(string old, string wrong) =>
        Assert.Matches(@"tools\.json\(\d+,\d+\): ", Refusal(old, wrong));

    [Theory]
    [InlineData("\"id\": \"base\"", "\"id\": \"tool\"", "'tool' is there twice")]
    [InlineData("[\"base\"]", "[\"bass\"]", "'tool' needs 'bass', which is not there")]
    [InlineData("[\"base\"]", "[\"tool\"]", "'tool' needs itself")]
    [InlineData("tool (\\\\d", "tool \\\\d", "'tool.versionPattern'")]
    [InlineData("\"tool (\\\\d\\\\S*)\"", "\"tool\"", "'tool.versionPattern'")]
    public void A_fault_that_the_parser_does_not_see_is_given_with_file_and_tool(string old, string wrong, string says) =>
        Assert.Contains(says, Refusal(old, wrong));

    [Fact]
    public void A_file_that_is_not_there_and_a_folder_are_usage_errors()
    {
        Assert.Throws<UsageException>(() => ToolCatalog.Load(File));
        Assert.Throws<UsageException>(() => ToolCatalog.Load(_folder.Path));
    }

    [Fact]
    public void Changed_at_random_the_tools_of_the_repository_load_or_are_a_usage_error() =>
        Mutations.Survive(System.IO.File.ReadAllText(new RepoLayout(Repo.Root).ToolsFile), text => ToolCatalog.Load(_folder.Write("tools.json", text)), rounds: 1500);

    [Theory]
    [InlineData("18.20.4", "20", true)]
    [InlineData("20", "20.1", true)]
    [InlineData("20.10", "20.9", false)]
    [InlineData("20.0.0-rc1", "20", false)]
    [InlineData("99999999999", "20", false)]
    [InlineData("", "1", true)]
    public void Versions_are_compared_number_by_number(string version, string least, bool older) => Assert.Equal(older, Toolbox.IsOlder(version, least));

    private string Refusal(string old, string wrong)
    {
        Assert.Contains(old, Good);
        string message = Assert.Throws<UsageException>(() => ToolCatalog.Load(_folder.Write("tools.json", Good.Replace(old, wrong)))).Message;
        Assert.StartsWith(File, message);
        return message;
    }
}
