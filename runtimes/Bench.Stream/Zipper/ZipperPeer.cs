namespace Bench.Streaming;

/// <summary>A client of the zipper that was let in.</summary>
internal sealed class ZipperPeer(FrameConnection frames, HandshakeFrame handshake, int position, WorkflowFunction? function)
{
    private long _in, _out;

    internal FrameConnection Frames { get; } = frames;
    internal string Name { get; } = handshake.Name;
    internal ClientKind Kind { get; } = handshake.Kind;

    /// <summary>In the workflow; -1 for what comes before the first function.</summary>
    internal int Position { get; } = position;
    internal WhenFull WhenFull { get; } = function?.WhenFull ?? WhenFull.Wait;

    /// <summary>A bit for each of the 64 tags; all where a client of YoMo 1.5 declares none.</summary>
    internal ulong Observed { get; } = handshake.Kind != ClientKind.Function ? 0
        : handshake.ObservedTags is null ? ulong.MaxValue
        : handshake.ObservedTags.Aggregate(0UL, static (bits, tag) => bits | (1UL << tag));

    internal long FramesIn => Volatile.Read(ref _in);

    internal void CountIn() => Interlocked.Increment(ref _in);

    internal void CountOut() => Interlocked.Increment(ref _out);

    internal PeerStatistics Statistics() =>
        new(Name, Kind.ToString().ToLowerInvariant(), Frames.Connection.RemoteEndPoint.ToString(), FramesIn, Volatile.Read(ref _out), Frames.Sender.QueuedBytes);
}
