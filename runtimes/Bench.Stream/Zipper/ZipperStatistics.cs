namespace Bench.Streaming;

/// <summary>Counts since the zipper started.</summary>
/// <param name="FramesIn">Messages from clients.</param>
/// <param name="FramesOut">Copies queued for functions and downstream zippers.</param>
/// <param name="Unobserved">Messages for which no function was connected, and no downstream zipper either.</param>
/// <param name="Dropped">Copies lost: the queue was full and its function drops, or its connection went before they left; such a message is not unobserved.</param>
/// <param name="Refused">Clients that were not let in.</param>
/// <param name="Faulty">Connections closed for what they sent.</param>
public sealed record ZipperStatistics(long FramesIn, long FramesOut, long Unobserved, long Dropped, long Refused, long Faulty, IReadOnlyList<PeerStatistics> Peers);

/// <param name="QueuedBytes">Waiting to be sent to it right now.</param>
public sealed record PeerStatistics(string Name, string Kind, string Remote, long FramesIn, long FramesOut, int QueuedBytes);
