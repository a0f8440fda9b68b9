namespace Bench.Core;

/// <summary>What processes of one kind measure of one case.</summary>
public readonly record struct WorkTarget(CaseId Case, WorkKind Kind);
