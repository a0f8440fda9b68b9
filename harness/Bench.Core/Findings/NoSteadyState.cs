namespace Bench.Core;

/// <summary>The iterations of a case had not settled when its processes ended.</summary>
public sealed record NoSteadyState(CaseId CaseId, int Iterations) : Finding(CaseId, Phases.Iterate)
{
    public override string Id => "no-steady-state";
    public override string Text => $"iterate: no steady state within {Iterations} iterations";
    public override string Advice => "run more iterations; until it settles, only the times of whole processes can be compared";

    internal static IEnumerable<Finding> In(Summary summary) =>
        from id in summary.Cases
        let warmUp = summary.WarmUpOf(id)
        where warmUp is { Class: WarmUpClass.NoSteadyState }
        select new NoSteadyState(id, warmUp.Iterations);
}
