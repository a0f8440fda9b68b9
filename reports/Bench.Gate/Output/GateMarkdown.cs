using System.Text;
using System.Text.RegularExpressions;
using Bench.Reports;

namespace Bench.Gate;

/// <summary>gate.md: a comment on a pull request, red and amber in sight and the rest folded away.</summary>
internal sealed partial class GateMarkdown : IGateFormat
{
    /// <summary>What GitHub takes as a comment, in characters.</summary>
    internal const int Longest = 65536;

    private const int LongestText = 300;
    private const string Rest = ", which do not fit into a comment; the format json has all of them";

    public string Name => "md";

    public string? File => "gate.md";

    /// <summary>Cuts the lists of what is fine first, and those of red and amber only if that is not enough.</summary>
    public string Render(GateReport report)
    {
        int all = Math.Max(report.Checks.Count, report.Notes.Count);
        return Fitting(all, most => Render(report, all, most)) ?? Fitting(all, most => Render(report, most, 0)) ?? Render(report, 0, 0);
    }

    /// <returns>The longest one that fits; null if none does.</returns>
    private static string? Fitting(int all, Func<int, string> render)
    {
        string? best = null;
        for (int low = 0, high = all; low <= high;)
        {
            // All at first: mostly that is the answer.
            int middle = best is null && high == all ? all : (low + high) / 2;
            string text = render(middle);
            if (text.Length < Longest)
                (best, low) = (text, middle + 1);
            else
                high = middle - 1;
        }
        return best;
    }

    private static string Render(GateReport report, int most, int mostFine)
    {
        StringBuilder text = new($"## {Mark(report.Colour)} {GateHeadline.Of(report)}\n\n");
        foreach ((string name, string value) in GateHeadline.Facts(report))
            text.Append($"- {name}: {Line(value)}\n");
        ILookup<bool, GateSection> sections = GateSection.Of(report).ToLookup(static one => one.Answer is GateAnswer.Regressed or GateAnswer.CannotTell or GateAnswer.Noted);
        foreach (GateSection section in sections[true])
            Append(text, section, most);
        if (sections[false].Any())
        {
            text.Append($"\n<details><summary>{Mark(GateColour.Green)} {string.Join(", ", sections[false].Select(static one => $"{one.Count} {GateHeadline.Word(one.Answer)}"))}</summary>\n");
            foreach (GateSection section in sections[false])
                Append(text, section, mostFine);
            text.Append("\n</details>\n");
        }
        if (report.Notes.Count > 0)
            text.Append("\n### Notes\n\n");
        foreach (string note in report.Notes.Take(most))
            text.Append($"- {Line(note)}\n");
        if (report.Notes.Count > most)
            text.Append($"- … and {report.Notes.Count - most} more{Rest}\n");
        return text.ToString();
    }

    private static void Append(StringBuilder text, GateSection section, int most)
    {
        text.Append($"\n### {section.Title}\n");
        if (section.Table(most) is ReportTable table)
            text.Append('\n').Append(MarkdownTable.Render(table with { Rows = [.. table.Rows.Select(static row => row.Select(static cell => new ReportCell(Tame(cell.Text))).ToArray())] }, heading: null));
        bool first = true;
        foreach (string line in section.Lines(most, Rest))
        {
            text.Append(first ? "\n- " : "- ").Append(Line(line)).Append('\n');
            first = false;
        }
    }

    private static string Mark(GateColour colour) => colour switch
    {
        GateColour.Red => "🔴",
        GateColour.Amber => "🟡",
        GateColour.Green => "🟢",
        _ => throw new ArgumentOutOfRangeException(nameof(colour)),
    };

    /// <summary>For the beginning of a line, where a few more characters mean something.</summary>
    private static string Line(string text) => MarkdownText.Escape(BlockStart().Replace(Tame(text), "\u200B$0"));

    /// <summary>In a comment a name behind @ calls a person and a number behind # another issue, and an address becomes a link, escaped or not.</summary>
    private static string Tame(string text) => Calling().Replace(Cut(OutcomeText.OneLine(text)), "\u200B");

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..(LongestText - (char.IsHighSurrogate(text[LongestText - 1]) ? 1 : 0))] + "…";

    [GeneratedRegex(@"(?<=@)(?=\w)|(?<=#)(?=\d)|(?<=:)(?=//)|(?<=www)(?=\.)", RegexOptions.IgnoreCase)]
    private static partial Regex Calling();

    [GeneratedRegex(@"^(?=[#>+=-]|\d+[.)])")]
    private static partial Regex BlockStart();
}
