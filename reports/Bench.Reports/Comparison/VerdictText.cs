namespace Bench.Reports;

internal static class VerdictText
{
    /// <param name="replicates">Of which there may be too few.</param>
    internal static string Name(this ComparisonVerdict verdict, Replicates replicates) => verdict switch
    {
        ComparisonVerdict.Faster => "faster",
        ComparisonVerdict.Slower => "slower",
        ComparisonVerdict.NoDifferenceSeen => "no difference seen",
        ComparisonVerdict.TooFew => replicates.TooFew,
        _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
    };
}
