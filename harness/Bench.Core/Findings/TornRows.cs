namespace Bench.Core;

/// <summary>Part of the run's file could not be read, and does not count.</summary>
public sealed record TornRows(int Rows) : Finding((CaseId?)null)
{
    public override string Id => "torn-rows";
    public override string Text => $"{Rows} {(Rows == 1 ? "row" : "rows")} of run.jsonl could not be read or belong to a process that was not closed";
    public override string Advice => "one or a few come of an interruption and cost nothing but themselves; for more, look for a damaged or edited file";

    internal static IEnumerable<Finding> In(Summary summary) => summary.Run.TornRows > 0 ? [new TornRows(summary.Run.TornRows)] : [];
}
