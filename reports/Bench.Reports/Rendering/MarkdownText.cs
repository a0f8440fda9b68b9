using System.Text.RegularExpressions;

namespace Bench.Reports;

/// <summary>Text from results made harmless: it can neither end a table cell nor become a heading, a link or HTML.</summary>
public static partial class MarkdownText
{
    /// <summary>One line in which every character stands for itself.</summary>
    public static string Escape(string text) => Special().Replace(OutcomeText.OneLine(text), static match => "\\" + match.Value);

    /// <summary>Lines as code, each behind the same indentation. The fence is longer than any in the text.</summary>
    public static IEnumerable<string> Fenced(IReadOnlyList<string> lines, string indentation)
    {
        int longest = lines.SelectMany(static line => Backticks().Matches(line)).Select(static match => match.Length).DefaultIfEmpty(0).Max();
        string fence = new('`', Math.Max(3, longest + 1));
        return new[] { fence + "text" }.Concat(lines).Append(fence).Select(line => indentation + line);
    }

    // An underscore inside a word is no emphasis; escaping it would only make file names hard to read.
    [GeneratedRegex(@"[\\`*<\[\]|~]|(?<!\w)_|_(?!\w)|&(?=[#\w])")]
    private static partial Regex Special();

    [GeneratedRegex("`+")]
    private static partial Regex Backticks();
}
