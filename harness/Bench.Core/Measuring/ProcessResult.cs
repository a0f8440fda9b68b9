namespace Bench.Core;

/// <summary>What one process showed.</summary>
/// <param name="Failed">Null when it did what it should.</param>
/// <param name="CannotIterate">Why the kernel did not run as often as it was told; null when it did, or was not told.</param>
internal sealed record ProcessResult(IReadOnlyList<Reading> Readings, Outcome.Failed? Failed, string? CannotIterate = null);
