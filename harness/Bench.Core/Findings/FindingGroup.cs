namespace Bench.Core;

/// <summary>Findings of one kind as one line for a reader, however many cases they are about.</summary>
/// <param name="Findings">At least one.</param>
public sealed record FindingGroup(string Id, IReadOnlyList<Finding> Findings)
{
    /// <summary>Empty where the doubt is about the whole run.</summary>
    public IReadOnlyList<CaseId> Cases { get; } = [.. Findings.Where(static one => one.Case is not null).Select(static one => one.Case!.Value).Distinct()];

    /// <summary>What was seen in the first case, and how many more there are.</summary>
    public string Text => Cases.Count == 0 ? Findings[0].Text : $"{Findings[0].Case}: {Findings[0].Text}{(Cases.Count > 1 ? $"; and {Cases.Count - 1} more {(Cases.Count == 2 ? "case" : "cases")}" : "")}";

    public string Advice => Findings[0].Advice;

    /// <returns>In the order in which the kinds come first.</returns>
    public static IReadOnlyList<FindingGroup> Of(IEnumerable<Finding> findings) =>
        [.. findings.GroupBy(static one => one.Id).Select(static group => new FindingGroup(group.Key, [.. group]))];
}
