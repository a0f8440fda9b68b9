using Bench.Core;

namespace Bench.Reports;

/// <summary>paper.md: the blocks and nothing else.</summary>
public static class PaperMarkdown
{
    /// <exception cref="UsageException">Runs of one machine cannot stand in one block.</exception>
    public static string Render(IReadOnlyList<Summary> runs) =>
        string.Join('\n', PaperTables.Of(runs).Select(static table => MarkdownTable.Render(table, "##")));
}
