namespace Bench.Core;

/// <summary>What else went on in the machine, looked at between two processes.</summary>
/// <param name="Load">Of the last minute, as in <c>/proc/loadavg</c>; the measured programs are part of it.</param>
/// <param name="Steal">Share of all cores' time since the look before that the host gave to others, 0 to 1; null where it is not shown.</param>
/// <param name="Kilohertz">Clock of the core that programs run on; null where it is not shown.</param>
public sealed record NoiseRecord(DateTimeOffset At, double Load, double? Steal = null, long? Kilohertz = null);
