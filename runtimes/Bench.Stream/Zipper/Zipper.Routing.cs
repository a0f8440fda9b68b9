namespace Bench.Streaming;

/// <summary>Where messages go.</summary>
public sealed partial class Zipper
{
    private async Task RouteAllAsync(ZipperPeer from, CancellationToken ct)
    {
        // Queues that this batch filled; sent when it is through.
        HashSet<FrameSender> touched = [];
        try
        {
            do
            {
                await RouteBatchAsync(from, touched, ct);
                Flush(touched);
            }
            while (await from.Frames.FillAsync(ct));
        }
        finally
        {
            // What came before a fault is as good as any.
            Flush(touched);
        }
    }

    /// <exception cref="StreamClosedException">The client says that it goes.</exception>
    private async ValueTask RouteBatchAsync(ZipperPeer from, HashSet<FrameSender> touched, CancellationToken ct)
    {
        while (from.Frames.TryTake(out ReadOnlyMemory<byte> frame, out int body))
        {
            if (!RunningFrames.IsData(frame.Span, body))
                continue;
            DataFrame data = DataFrame.Parse(frame.Span[body..]);
            from.CountIn();
            Interlocked.Increment(ref _counters.FramesIn);
            long traced = TraceOf(from, frame.Span[body..], data);
            if (data.Broadcast)
                frame = WithoutBroadcast(frame.Span[body..], data);
            (int there, int copies) = await RouteAsync(from, frame, data, traced, touched, ct);
            copies += ToDownstream(from, frame, touched);
            if (there == 0 && (_downstream.Count == 0 || from.Kind == ClientKind.Upstream))
                Interlocked.Increment(ref _counters.Unobserved);
            Interlocked.Add(ref _counters.FramesOut, copies);
        }
    }

    /// <returns>The message's number where it is traced, else -1.</returns>
    private long TraceOf(ZipperPeer from, ReadOnlySpan<byte> body, DataFrame data)
    {
        if (_options.Trace is null || !_options.Trace.Wants(body.Slice(data.TransactionStart, data.TransactionLength), out long number))
            return -1;
        _options.Trace.Mark(number, data.Tag, StreamStage.ZipperIn, from.Frames.FilledAt);
        return number;
    }

    private static byte[] WithoutBroadcast(ReadOnlySpan<byte> body, DataFrame data)
    {
        byte[] frame = new byte[DataFrame.Size(data.TransactionLength, data.DataLength, broadcast: false)];
        DataFrame.Write(frame, data.Tag, body.Slice(data.TransactionStart, data.TransactionLength), body.Slice(data.DataStart, data.DataLength), broadcast: false);
        return frame;
    }

    /// <returns>How many were there to take it, and how many it was queued for; the others are counted as dropped.</returns>
    private async ValueTask<(int There, int Copies)> RouteAsync(ZipperPeer from, ReadOnlyMemory<byte> frame, DataFrame data, long traced, HashSet<FrameSender> touched, CancellationToken ct)
    {
        ZipperPeer[][] routes = Volatile.Read(ref _routes);
        ulong tag = 1UL << data.Tag;
        int there = 0, copies = 0;
        for (int position = from.Position + 1; position < routes.Length; position++)
        {
            if (!data.Broadcast)
            {
                if (ShortestQueue(routes[position], tag) is not ZipperPeer shortest)
                    continue;
                there++;
                if (TryQueue(shortest, frame.Span, data.Tag, traced, touched) ?? await QueueAsync(shortest, frame, data.Tag, traced, touched, ct))
                    copies++;
                continue;
            }
            foreach (ZipperPeer one in routes[position])
            {
                if ((one.Observed & tag) == 0)
                    continue;
                there++;
                if (TryQueue(one, frame.Span, data.Tag, traced, touched) ?? await QueueAsync(one, frame, data.Tag, traced, touched, ct))
                    copies++;
            }
        }
        return (there, copies);
    }

    private static ZipperPeer? ShortestQueue(ZipperPeer[] instances, ulong tag)
    {
        if (instances.Length == 1)
            return (instances[0].Observed & tag) != 0 ? instances[0] : null;
        ZipperPeer? best = null;
        // Empty queues are equally short: where the search begins decides who gets the message.
        int first = instances.Length == 0 ? 0 : (int)((uint)Environment.TickCount64 % (uint)instances.Length);
        for (int i = 0; i < instances.Length; i++)
        {
            ZipperPeer one = instances[(first + i) % instances.Length];
            if ((one.Observed & tag) != 0 && (best is null || one.Frames.Sender.QueuedBytes < best.Frames.Sender.QueuedBytes))
                best = one;
        }
        return best;
    }

    /// <returns>Null when it takes a wait; false when the message is lost for this peer.</returns>
    private bool? TryQueue(ZipperPeer to, ReadOnlySpan<byte> frame, byte tag, long traced, HashSet<FrameSender> touched)
    {
        try
        {
            FrameSender sender = to.Frames.Sender;
            if (!sender.TryAppend(frame, traced, tag))
            {
                if (to.WhenFull == WhenFull.Wait)
                    return null;
                Interlocked.Increment(ref _counters.Dropped);
                return false;
            }
            to.CountOut();
            touched.Add(sender);
            return true;
        }
        catch (StreamClosedException)
        {
            Interlocked.Increment(ref _counters.Dropped);
            return false;
        }
    }

    private async Task<bool> QueueAsync(ZipperPeer to, ReadOnlyMemory<byte> frame, byte tag, long traced, HashSet<FrameSender> touched, CancellationToken ct)
    {
        // Others must not wait for their messages while this one's sender is slow.
        Flush(touched);
        while (true)
        {
            await to.Frames.Sender.RoomAsync(frame.Length, ct);
            if (TryQueue(to, frame.Span, tag, traced, touched) is bool queued)
                return queued;
        }
    }

    private int ToDownstream(ZipperPeer from, ReadOnlyMemory<byte> frame, HashSet<FrameSender> touched)
    {
        if (from.Kind == ClientKind.Upstream)
            return 0;
        int copies = 0;
        foreach (DownstreamLink link in _downstream)
        {
            if (link.TrySend(frame.Span, touched))
                copies++;
        }
        return copies;
    }

    private static void Flush(HashSet<FrameSender> touched)
    {
        foreach (FrameSender sender in touched)
            sender.FlushBatch();
        touched.Clear();
    }
}
