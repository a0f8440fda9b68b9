namespace Bench.Streaming;

/// <summary>Counted by many threads at once; <see cref="ZipperStatistics"/> says what each means.</summary>
internal sealed class ZipperCounters
{
    internal long FramesIn;
    internal long FramesOut;
    internal long Unobserved;
    internal long Dropped;
    internal long Refused;
    internal long Faulty;

    internal ZipperStatistics With(IReadOnlyList<PeerStatistics> peers, long downstreamDropped) => new(
        Volatile.Read(ref FramesIn), Volatile.Read(ref FramesOut), Volatile.Read(ref Unobserved), Volatile.Read(ref Dropped) + downstreamDropped,
        Volatile.Read(ref Refused), Volatile.Read(ref Faulty), peers);
}
