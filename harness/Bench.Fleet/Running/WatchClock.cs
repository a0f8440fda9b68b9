namespace Bench.Fleet;

/// <summary>Tells how long somebody has been looking: neither a step of the clock counts, nor an hour for which he or his machine was stopped.</summary>
internal sealed class WatchClock(TimeProvider time)
{
    /// <summary>Between two looks, with a manager that is late.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);

    private long _lookedAt = time.GetTimestamp();
    private TimeSpan _watched;

    /// <summary>To be asked at each look.</summary>
    internal TimeSpan Look()
    {
        long now = time.GetTimestamp();
        TimeSpan since = time.GetElapsedTime(_lookedAt, now);
        _lookedAt = now;
        return _watched += since < s_longest ? since : s_longest;
    }
}
