namespace Bench.Core;

/// <summary>The machine gave no instruction counts, the one measure that noise does not touch.</summary>
public sealed record InstructionsAbsent() : Finding((CaseId?)null)
{
    public override string Id => "instructions-absent";
    public override string Text => "no instructions were counted";
    public override string Advice => "times are all there is to compare; ./bench doctor says why counters are missing and what machine or setting has them; run --count counts those of native programs in a simulator";

    internal static IEnumerable<Finding> In(Summary summary)
    {
        // Where no whole program was run, nothing was to be counted.
        if (summary.Run.Measurements.Any(static one => one.Phase == Phases.Total) && summary.Run.Measurements.All(static one => one.Metric is not (Metric.Instructions or Metric.SimulatedInstructions)))
            yield return new InstructionsAbsent();
    }
}
