using Bench.Core;

namespace Bench.Reports;

/// <summary>Findings as a list, a group for each kind.</summary>
public static class FindingList
{
    /// <summary>More of one kind are counted: report.csv names the kinds of each case.</summary>
    private const int MostOfAKind = 25;

    public static IReadOnlyList<ReportEntry> Of(IEnumerable<Finding> findings) =>
        [.. findings.GroupBy(static one => one.Id).Select(static kind => Of(kind.Key, [.. kind]))];

    /// <summary>The case, what was seen and what to do about it, one line.</summary>
    internal static string Line(Finding finding) => $"{Seen(finding)}; {finding.Advice}";

    private static ReportEntry Of(string kind, Finding[] findings)
    {
        if (findings.Length == 1)
            return new ReportEntry($"{kind}: {Line(findings[0])}");
        string[] advice = [.. findings.Select(static one => one.Advice).Distinct()];
        string[] lines = [.. from one in findings
            group one by (one.Text, one.Advice) into same
            let names = same.Where(static one => one.Case is not null).Select(static one => one.Case!.Value.ToString()).Distinct().ToArray()
            select (names.Length > 0 ? $"{FindingMarks.Names(names)}: " : "") + same.Key.Text + (advice.Length > 1 ? $"; {same.Key.Advice}" : "")];
        if (lines.Length > MostOfAKind)
            lines = [.. lines.Take(MostOfAKind), $"and {lines.Length - MostOfAKind} more"];
        return new ReportEntry(advice.Length == 1 ? $"{kind}: {advice[0]}" : kind, lines, []);
    }

    private static string Seen(Finding finding) => finding.Case is CaseId id ? $"{id}: {finding.Text}" : finding.Text;
}
