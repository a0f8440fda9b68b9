using Bench.Core;

namespace Bench.Reports;

/// <summary>Marks what a reader should doubt where it stands, and says why below the table.</summary>
public sealed class FindingMarks(Summary summary)
{
    /// <summary>Behind a doubted case.</summary>
    public const string Mark = "‡";

    private const int MostNames = 6;

    private readonly ILookup<CaseId, Finding> _byCase = summary.Findings.Where(static one => one.Case is not null).ToLookup(static one => one.Case!.Value);

    public IEnumerable<Finding> this[CaseId caseId] => _byCase[caseId];

    public string Of(CaseId caseId) => _byCase.Contains(caseId) ? Mark : "";

    /// <summary>One line for what was seen, naming all to which it applies.</summary>
    /// <param name="name">How the table calls the case.</param>
    public IEnumerable<string> Notes(IEnumerable<CaseId> cases, Func<CaseId, string> name) =>
        from finding in cases.SelectMany(one => _byCase[one])
        group finding.Case!.Value by (finding.Text, finding.Advice) into same
        let names = same.Select(name).Distinct().ToArray()
        let shown = names.Length > MostNames ? [.. names.Take(MostNames), $"{names.Length - MostNames} more"] : names
        select $"{Mark} {string.Join(", ", shown)}: {same.Key.Text}; {same.Key.Advice}";
}
