namespace Bench.Core;

/// <summary>Programs were free to wander between cores.</summary>
public sealed record NotPinned() : Finding((CaseId?)null)
{
    public override string Id => "not-pinned";
    public override string Text => "programs were not pinned to a core";
    public override string Advice => "without --no-pin, and on a machine that allows it, each process stays on one core";

    internal static IEnumerable<Finding> In(Summary summary)
    {
        if (summary.Run.Header.Options.PinnedCore is null && summary.Run.Measurements.Any(one => !summary.UsesAllCores(one.Case)))
            yield return new NotPinned();
    }
}
