namespace Bench.Streams;

/// <summary>One message, in nanoseconds.</summary>
/// <param name="Intended">Of the monotonic clock, which all processes of a machine share.</param>
/// <param name="Latency">From there until the sink was done with it.</param>
/// <param name="Parts">Of the latency, as <see cref="MessageLedger.Parts"/> names them; they add up to it.</param>
public sealed record MessageTimes(long Intended, long Latency, IReadOnlyList<long> Parts);
