namespace Bench.Core;

/// <summary>What a case's numbers do not say by themselves, such as why they are fewer than were asked for.</summary>
/// <param name="Text">One line.</param>
public sealed record NoteRecord(CaseId Case, string Text);
