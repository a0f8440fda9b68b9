namespace Bench.Core;

/// <summary>The clock that a program's <c>main-at</c> row is read from too, so that the two can be subtracted.</summary>
public static class RealtimeClock
{
    /// <summary>Nanoseconds since 1970, in steps of 100.</summary>
    public static long UnixNanoseconds() => (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;
}
