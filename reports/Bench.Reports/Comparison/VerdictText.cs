namespace Bench.Reports;

internal static class VerdictText
{
    internal static string Name(this ComparisonVerdict verdict) => verdict switch
    {
        ComparisonVerdict.Faster => "faster",
        ComparisonVerdict.Slower => "slower",
        ComparisonVerdict.NoDifferenceSeen => "no difference seen",
        ComparisonVerdict.TooFewProcesses => "too few processes",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
    };
}
