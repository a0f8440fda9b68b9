namespace Bench.Streams;

/// <summary>One trial: a stream that is built up, used for a while and taken down.</summary>
/// <param name="Rate">Messages a second; null for as many as it takes.</param>
/// <param name="Seed">Of the source's values and arrivals.</param>
internal sealed record TrialPlan(StreamScenario Scenario, string Transport, string Host, int? Rate, TimeSpan WarmUp, TimeSpan Duration, ulong Seed)
{
    /// <summary>That the source sends, where that is known before.</summary>
    internal long? Messages => Rate is int rate ? Math.Max(1, (long)Math.Round(rate * (WarmUp + Duration).TotalSeconds)) : null;
}
