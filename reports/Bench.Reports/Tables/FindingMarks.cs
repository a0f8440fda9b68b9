using Bench.Core;

namespace Bench.Reports;

/// <summary>Marks what a reader should doubt where it stands, and says why below the table.</summary>
public sealed class FindingMarks(Summary summary)
{
    /// <summary>Behind a doubted case.</summary>
    public const string Mark = "‡";

    private const int MostNames = 6;

    private readonly ILookup<CaseId, Finding> _byCase = summary.Findings.Where(static one => one.Case is not null).ToLookup(static one => one.Case!.Value);

    /// <summary>What is doubted of the numbers of one phase.</summary>
    public IEnumerable<Finding> this[CaseId caseId, string phase] => _byCase[caseId].Where(one => one.Phase is null || one.Phase == phase);

    /// <summary>The kinds of all doubts about a case.</summary>
    public IEnumerable<string> Kinds(CaseId caseId) => _byCase[caseId].Select(static one => one.Id).Distinct();

    public string Of(CaseId caseId) => _byCase.Contains(caseId) ? Mark : "";

    /// <param name="name">How the table calls the case.</param>
    public IEnumerable<string> Notes(IEnumerable<CaseId> cases, Func<CaseId, string> name) =>
        Notes(cases.SelectMany(one => _byCase[one].Select(finding => (name(one), finding))));

    /// <summary>One line for what was seen, naming all to which it applies.</summary>
    internal static IEnumerable<string> Notes(IEnumerable<(string Name, Finding Finding)> marked) =>
        from one in marked
        group one.Name by (one.Finding.Text, one.Finding.Advice) into same
        select $"{Mark} {Names([.. same.Distinct()])}: {same.Key.Text}; {same.Key.Advice}";

    internal static string Names(IReadOnlyList<string> names) =>
        string.Join(", ", names.Count > MostNames + 1 ? names.Take(MostNames).Append($"{names.Count - MostNames} more") : names);
}
