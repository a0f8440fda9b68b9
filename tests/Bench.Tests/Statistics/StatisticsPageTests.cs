using System.Text.Json;
using Bench.Core;

namespace Bench.Tests;

/// <summary>docs/statistics.md against what it speaks of.</summary>
public sealed class StatisticsPageTests
{
    private static readonly string s_page = File.ReadAllText(Path.Combine(Repo.Root, "docs", "statistics.md"));

    [Theory]
    [InlineData("statistics-intervals.txt")]
    [InlineData("statistics-findings.txt")]
    public void The_page_shows_what_the_simulation_printed(string table) =>
        Assert.Contains($"```text\n{File.ReadAllText(Path.Combine(Repo.Root, "tests", "expected", table))}```", s_page);

    [Fact]
    public void The_page_lists_every_kind_of_finding_and_no_other()
    {
        IEnumerable<string> kinds = typeof(Finding).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(Finding))).Select(static type => JsonNamingPolicy.KebabCaseLower.ConvertName(type.Name));
        IEnumerable<string> listed = s_page.Split("## Findings")[1].Split("\n```")[0].Split('\n').Where(static line => line.StartsWith("| `", StringComparison.Ordinal)).Select(static line => line.Split('`')[1]);
        Assert.Equal(kinds.Order(), listed.Order());
    }
}
