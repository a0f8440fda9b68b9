using System.Text;

namespace Bench.Reports;

/// <summary>A report as one Markdown file.</summary>
public static class MarkdownDocument
{
    public static string Render(IEnumerable<ReportBlock> blocks)
    {
        StringBuilder text = new();
        foreach (ReportBlock block in blocks)
        {
            if (text.Length > 0)
                text.Append('\n');
            Append(text, block);
        }
        return text.ToString();
    }

    private static void Append(StringBuilder text, ReportBlock block)
    {
        switch (block)
        {
            case ReportBlock.Heading heading:
                text.Append($"{new string('#', heading.Level)} {MarkdownText.Escape(heading.Text)}\n");
                break;
            case ReportBlock.Facts facts:
                foreach ((string name, string value) in facts.Pairs)
                    text.Append($"- {name}: {MarkdownText.Escape(value)}\n");
                break;
            case ReportBlock.Entries entries:
                foreach (ReportEntry entry in entries.List)
                    Append(text, entry);
                break;
            case ReportBlock.Grid grid:
                text.Append(MarkdownTable.Render(grid.Table, new string('#', grid.Level)));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(block));
        }
    }

    private static void Append(StringBuilder text, ReportEntry entry)
    {
        text.Append($"- {MarkdownText.Escape(entry.Text)}\n");
        foreach (string below in entry.Below)
            text.Append($"  - {MarkdownText.Escape(below)}\n");
        if (entry.Code.Count > 0)
            text.Append($"\n{string.Join('\n', MarkdownText.Fenced(entry.Code, "  "))}\n");
    }
}
