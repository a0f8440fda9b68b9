namespace Bench.Core;

/// <summary>The host gave the machine's time to others.</summary>
/// <param name="Mean">Share of the processor time of the whole run.</param>
/// <param name="Most">The largest share between two looks.</param>
public sealed record TimeStolen(double Mean, double Most) : Finding((CaseId?)null)
{
    private const double Tolerated = 0.01;

    public override string Id => "time-stolen";
    public override string Text => $"the host gave {FindingText.Percent(Mean)} of the processor time to other machines, at worst {FindingText.Percent(Most)} between two processes";
    public override string Advice => "measure at another hour or on a machine of its own; medians bear a few hit processes, means do not";

    internal static IEnumerable<Finding> In(Summary summary)
    {
        double[] steal = [.. summary.Run.Noise.Where(static one => one.Steal is not null).Select(static one => one.Steal!.Value)];
        if (steal.Length > 0 && steal.Average() > Tolerated)
            yield return new TimeStolen(steal.Average(), steal.Max());
    }
}
