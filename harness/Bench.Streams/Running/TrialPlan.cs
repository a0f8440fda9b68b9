using Bench.Streaming;

namespace Bench.Streams;

/// <summary>One trial: a stream that is built up, used for a while and taken down.</summary>
/// <param name="Rate">Messages a second; null for as many as it takes.</param>
/// <param name="Seed">Of the source's values and arrivals.</param>
internal sealed record TrialPlan(StreamScenario Scenario, string Codec, string Transport, string Host, int? Rate, TimeSpan WarmUp, TimeSpan Duration, ulong Seed)
{
    /// <summary>Of one message in one node, at most.</summary>
    private const int Marks = 8;

    /// <summary>Messages a second that no stream on one machine exceeds by much.</summary>
    private const int Saturated = 1_000_000;

    /// <summary>As many messages as a node's trace has room for; more than the scenario asks for are left out.</summary>
    internal int TraceEvery => Math.Max(Scenario.TraceEvery, (int)Math.Ceiling((Rate ?? Saturated) * (WarmUp + Duration).TotalSeconds * Marks / StreamTrace.Room));

    /// <summary>That the source sends, where that is known before.</summary>
    internal long? Messages => Rate is int rate ? Math.Max(1, (long)Math.Round(rate * (WarmUp + Duration).TotalSeconds)) : null;
}
