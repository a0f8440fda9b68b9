using System.Text;
using System.Text.RegularExpressions;

namespace Bench.Reports;

/// <summary>A report as a LaTeX document and a file for each of its tables, which other documents can <c>\input</c>.</summary>
/// <remarks>Compiles with pdflatex and the packages of texlive-latex-base and texlive-latex-recommended; Latin Modern is used where it is installed.</remarks>
public static partial class LatexDocument
{
    /// <param name="name">Of the document, without extension; its tables are in the folder <c>NAME-tables</c> beside it.</param>
    public static IReadOnlyList<ReportFile> Render(IEnumerable<ReportBlock> blocks, string name, LatexPage page)
    {
        StringBuilder text = new(Preamble(page));
        List<ReportFile> tables = [];
        foreach (ReportBlock block in blocks)
        {
            if (block is ReportBlock.Grid { Table: ReportTable table })
            {
                string file = $"{tables.Count + 1:00}-{Slug(table.Title)}";
                tables.Add(ReportFile.OfText($"{name}-tables/{file}.tex", $"% Needs: array, booktabs, caption, graphicx, font encoding T1.\n{LatexTable.Render(table, file, page)}"));
                text.Append($"\\input{{{name}-tables/{file}.tex}}\n");
            }
            else
                Append(text, block);
        }
        text.Append("\\end{document}\n");
        return [ReportFile.OfText($"{name}.tex", text.ToString()), .. tables];
    }

    private static string Preamble(LatexPage page) => $$$"""
        \documentclass[10pt]{article}
        \usepackage[{{{page.Geometry}}}]{geometry}
        \usepackage[utf8]{inputenc}
        \usepackage[T1]{fontenc}
        \IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
        \usepackage{textcomp}
        \usepackage{array,booktabs,graphicx}
        \usepackage[font=small,justification=raggedright,singlelinecheck=false,skip=4pt]{caption}
        \setlength{\parindent}{0pt}
        \setlength{\parskip}{3pt}
        \setlength{\emergencystretch}{3em}
        \raggedbottom
        \begin{document}

        """;

    private static void Append(StringBuilder text, ReportBlock block)
    {
        switch (block)
        {
            case ReportBlock.Heading { Level: 1 } title:
                text.Append($"{{\\LARGE\\bfseries {LatexText.Escape(title.Text)}\\par}}\n");
                break;
            case ReportBlock.Heading heading:
                text.Append($"\\{(heading.Level == 2 ? "section" : "subsection")}*{{\\raggedright {LatexText.Escape(heading.Text)}}}\n");
                break;
            case ReportBlock.Facts facts:
                text.Append("{\\raggedright\n");
                foreach ((string fact, string value) in facts.Pairs)
                    text.Append($"\\textbf{{{LatexText.Escape(fact)}}}\\quad {LatexText.Escape(value)}\\par\n");
                text.Append("}\n");
                break;
            case ReportBlock.Entries entries:
                text.Append("\\begin{itemize}\\raggedright\\setlength{\\itemsep}{1pt}\n");
                foreach (ReportEntry entry in entries.List)
                    Append(text, entry);
                text.Append("\\end{itemize}\n");
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(block));
        }
    }

    private static void Append(StringBuilder text, ReportEntry entry)
    {
        text.Append($"\\item {LatexText.Escape(entry.Text)}\n");
        if (entry.Below.Count > 0)
        {
            text.Append("\\begin{itemize}\\raggedright\\small\n");
            foreach (string below in entry.Below)
                text.Append($"\\item {LatexText.Escape(below)}\n");
            text.Append("\\end{itemize}\n");
        }
        foreach (string line in entry.Code)
            text.Append($"\\par{{\\ttfamily\\footnotesize {LatexText.Code(line)}\\par}}\n");
    }

    private static string Slug(string title)
    {
        string slug = NotWord().Replace(title.ToLowerInvariant(), "-").Trim('-');
        return slug.Length == 0 ? "table" : slug.Length > 60 ? slug[..60].TrimEnd('-') : slug;
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotWord();
}
