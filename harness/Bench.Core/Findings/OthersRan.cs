namespace Bench.Core;

/// <summary>More was running than one measured program at a time.</summary>
/// <param name="Load">Median over the looks at the machine.</param>
public sealed record OthersRan(double Load, int Cores) : Finding((CaseId?)null)
{
    /// <summary>A measured program is 1; engines with compiler threads on the same core come near 2.</summary>
    private const double Tolerated = 2;

    public override string Id => "others-ran";
    public override string Text => $"the load of the machine was {Load:F1} in the middle of the run ({Cores} {(Cores == 1 ? "core" : "cores")}); a measured program makes about 1";
    public override string Advice => "end what else runs and measure again";

    internal static IEnumerable<Finding> In(Summary summary)
    {
        if (summary.Run.Noise.Count > 0 && !summary.Cases.All(summary.UsesAllCores) && new Sample(summary.Run.Noise.Select(static one => one.Load)).Median is double load and > Tolerated)
            yield return new OthersRan(load, summary.Run.Header.Machine.Cores);
    }
}
