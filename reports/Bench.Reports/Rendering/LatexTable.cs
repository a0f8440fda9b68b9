using System.Globalization;
using System.Text;

namespace Bench.Reports;

/// <summary>
/// Tables as LaTeX that stands by itself: caption, table, notes; a file of it may be put into any document that loads
/// array, booktabs, caption and graphicx, inside a float or not.
/// </summary>
/// <remarks>A table wider than the page is cut between columns, each part beginning with the rows' names; one that is a little too wide is made smaller; a tall one is cut between rows.</remarks>
public static class LatexTable
{
    /// <summary>Texts above this length are set as paragraphs.</summary>
    private const int LongText = 36, ParagraphCharacters = 60;

    /// <summary>With its title; in the lines of a page about a tenth of it.</summary>
    private const int LongestCaption = 1200;

    // Of a character of footnotesize in ems, with a margin; a column adds the gap on its sides.
    private const double EmPerCharacter = 0.52;
    private const int GapCharacters = 3;

    private static readonly string[] s_joints = [" ± ", " ["];

    /// <param name="name">For <c>\label{tab:NAME}</c>: letters, digits and hyphens.</param>
    public static string Render(ReportTable table, string name, LatexPage page)
    {
        StringBuilder text = new();
        List<int[]> columnParts = ColumnParts.Of(Widths(table), page.Characters);
        List<(int Start, int Count)> rowParts = RowParts(table, page);
        bool first = true;
        // A box cannot be cut between pages, so what may fill one stands before it.
        bool longCaption = LatexText.Width(table.Title + table.Caption) > LongestCaption;
        if (longCaption)
            text.Append($"{{\\footnotesize\\raggedright {LatexText.Escape(table.Title)}. {LatexText.Escape(table.Caption)}\\par}}\n");
        foreach ((int start, int count) in rowParts)
            foreach (int[] columns in columnParts)
            {
                text.Append(@"\par\medskip\noindent\begin{minipage}{\linewidth}").Append('\n');
                text.Append(first
                    ? $@"\captionof{{table}}{{\textbf{{{LatexText.Escape(Shortened(table.Title))}.}} {(longCaption ? "" : LatexText.Escape(table.Caption))}}}\label{{tab:{name}}}"
                    : $@"\textit{{{LatexText.Escape(Shortened(table.Title))}, continued}}\par\smallskip").Append('\n');
                Part(text, table, columns, start, count);
                text.Append(@"\end{minipage}\par").Append('\n');
                first = false;
            }
        if (table.Notes.Count > 0)
            text.Append("\\smallskip\n{\\footnotesize\\raggedright\n");
        foreach (string note in table.Notes)
            text.Append(LatexText.Escape(note)).Append("\\par\n");
        if (table.Notes.Count > 0)
            text.Append("}\n");
        return text.ToString();
    }

    private static string Shortened(string title) => title.Length > 200 ? title[..200] + "…" : title;

    private static void Part(StringBuilder text, ReportTable table, int[] columns, int start, int count)
    {
        Layout[] layouts = [.. columns.Select(column => LayoutOf(table, column))];
        text.Append("\\footnotesize\\setbox2=\\hbox{%\n\\begin{tabular}{@{}");
        foreach (Layout layout in layouts)
            text.Append(layout.Specification);
        text.Append("@{}}\n\\toprule\n");
        text.Append(string.Join(" & ", columns.Select((column, i) => layouts[i].Header(table.Columns[column])))).Append(" \\\\\n\\midrule\n");
        bool Continues(int row) => table.Rows[row][0].Text == table.Rows[row - 1][0].Text;
        bool grouped = Enumerable.Range(start + 1, Math.Max(0, count - 1)).Any(Continues);
        for (int row = start; row < start + count; row++)
        {
            if (grouped && row > start && !Continues(row))
                text.Append("\\addlinespace\n");
            text.Append(string.Join(" & ", columns.Select((column, i) => layouts[i].Cell(table.Rows[row][column])))).Append(" \\\\\n");
        }
        text.Append("\\bottomrule\n\\end{tabular}}%\n\\ifdim\\wd2>\\linewidth\\resizebox{\\linewidth}{!}{\\box2}\\else\\box2\\fi\n");
    }

    private static Layout LayoutOf(ReportTable table, int column)
    {
        ReportColumn head = table.Columns[column];
        int longest = LongestText(table, column);
        if (longest > LongText)
            return new Paragraph(Math.Min(longest, ParagraphCharacters) * EmPerCharacter);
        if (head.Alignment == ColumnAlignment.Right)
            foreach (string joint in s_joints)
                if (table.Rows.Any(row => row[column].Text.Contains(joint, StringComparison.Ordinal)))
                    return new Joined(joint);
        return new Simple(head.Alignment);
    }

    private static int LongestText(ReportTable table, int column) =>
        table.Rows.Select(row => LatexText.Width(row[column].Text)).Append(LatexText.Width(table.Columns[column].Header)).Max();

    private static int[] Widths(ReportTable table) =>
        [.. table.Columns.Select((_, column) => Math.Min(LongestText(table, column), ParagraphCharacters) + GapCharacters)];

    private static List<(int Start, int Count)> RowParts(ReportTable table, LatexPage page)
    {
        int Lines(string text) => (LatexText.Width(text) / (ParagraphCharacters - 8)) + 1;
        bool[] isParagraph = [.. table.Columns.Select((_, column) => LongestText(table, column) > LongText)];
        List<(int, int)> parts = [];
        int head = table.Columns.Select(static column => column.Header).Max(Lines);
        int start = 0, lines = (Math.Min(LongestCaption, LatexText.Width(table.Title + table.Caption)) / (page.Characters / 2)) + head;
        for (int row = 0; row < table.Rows.Count; row++)
        {
            int height = Enumerable.Range(0, isParagraph.Length).Where(column => isParagraph[column])
                .Select(column => Lines(table.Rows[row][column].Text)).Append(1).Max();
            if (lines + height > page.Rows && row > start)
            {
                parts.Add((start, row - start));
                (start, lines) = (row, head);
            }
            lines += height;
        }
        return [.. parts, (start, table.Rows.Count - start)];
    }

    private static string Toned(ReportCell cell, string text) => cell.Tone switch
    {
        CellTone.Best => $@"\textbf{{{text}}}",
        CellTone.Failed => $@"\textit{{{text}}}",
        CellTone.Plain => text,
        _ => throw new ArgumentOutOfRangeException(nameof(cell)),
    };

    /// <summary>How one column of ours is set.</summary>
    private abstract record Layout
    {
        internal abstract string Specification { get; }

        internal abstract string Cell(ReportCell cell);

        internal virtual string Header(ReportColumn column) => LatexText.Escape(column.Header);
    }

    private sealed record Simple(ColumnAlignment Alignment) : Layout
    {
        internal override string Specification => Alignment == ColumnAlignment.Right ? "r" : "l";

        internal override string Cell(ReportCell cell) => Toned(cell, LatexText.Escape(cell.Text));
    }

    private sealed record Paragraph(double Ems) : Layout
    {
        internal override string Specification => string.Create(CultureInfo.InvariantCulture, $">{{\\raggedright\\arraybackslash}}p{{{Ems:0.#}em}}");

        internal override string Cell(ReportCell cell) => Toned(cell, LatexText.Escape(cell.Text));
    }

    /// <summary>Numbers whose second halves, deviations or intervals, begin at the same place.</summary>
    private sealed record Joined(string Joint) : Layout
    {
        internal override string Specification => "r@{}l";

        internal override string Header(ReportColumn column) => $@"\multicolumn{{2}}{{c}}{{{base.Header(column)}}}";

        internal override string Cell(ReportCell cell)
        {
            int joint = cell.Text.IndexOf(Joint, StringComparison.Ordinal);
            if (joint < 0)
                return Toned(cell, LatexText.Escape(cell.Text)) + " & ";
            string gap = Joint == " ± " ? @"\ " : @"\,";
            return $"{Toned(cell, LatexText.Escape(cell.Text[..joint]))} & {gap}{Toned(cell, LatexText.Escape(cell.Text[(joint + 1)..]))}";
        }
    }
}
