namespace Bench.Core;

/// <summary>What the plan expected of a case when the pilot had ended and every case had processes enough for an interval.</summary>
/// <param name="Pilot">Processes of this kind that had run by then.</param>
/// <param name="Processes">That the plan meant to have run by the end, those of the pilot included.</param>
/// <param name="HalfWidth">Expected of the 95 % interval of the case's ratio to the baseline (of its median where there is none), as a share; null where its median is zero.</param>
public sealed record PlanRecord(CaseId Case, WorkKind Kind, int Pilot, int Processes, double? HalfWidth = null);
