namespace Bench.Streaming;

/// <summary>One client from its handshake to its end.</summary>
public sealed partial class Zipper
{
    private readonly ZipperMetrics _metrics;

    private async Task ServeAsync(StreamConnection connection)
    {
        await using FrameConnection frames = new(connection, _options.Frames, _options.Trace, StreamStage.ZipperOut);
        ZipperPeer? peer = null;
        string end = "has left";
        try
        {
            peer = await AdmitAsync(frames);
            if (peer is null)
                return;
            _options.Log?.Invoke($"{Describe(peer)} is here");
            using CancellationTokenSource stopped = CancellationTokenSource.CreateLinkedTokenSource(
                peer.Kind == ClientKind.Function ? _stop.Token : _stopSources.Token, _stop.Token);
            await RouteAllAsync(peer, stopped.Token);
            await Task.Yield();
        }
        catch (FrameException e)
        {
            Interlocked.Increment(ref _counters.Faulty);
            await Task.Yield();
            end = $"is closed: {e.Message}";
            if (peer is null)
                _options.Log?.Invoke($"client {connection.RemoteEndPoint} {end}");
            await CloseAsync(frames, CloseReason.ReadError(e.Message));
        }
        catch (StreamClosedException e)
        {
            await Task.Yield();
            end = $"is gone: {e.Reason.Text}";
            if (peer is null)
                _options.Log?.Invoke($"client {connection.RemoteEndPoint} {end}");
        }
        catch (OperationCanceledException)
        {
            // The zipper stops, and closes what is connected itself.
            end = "was told that this zipper stops";
            await connection.Closed.WaitAsync(s_closing + s_closing).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
        finally
        {
            if (peer is not null)
                Remove(peer, end);
        }
    }

    /// <returns>Null when the client was refused.</returns>
    private async Task<ZipperPeer?> AdmitAsync(FrameConnection frames)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(_stopAccepting.Token);
        limit.CancelAfter(s_handshake);
        ReadOnlyMemory<byte> frame;
        int body;
        frames.SetLimit(HandshakeFrame.MaxBytes);
        try
        {
            while (!frames.TryTake(out frame, out body))
            {
                if (!await frames.FillAsync(limit.Token))
                    throw new StreamClosedException(CloseReason.Lost("it left before it said who it is, perhaps for want of trust in this zipper's certificate"));
            }
        }
        catch (OperationCanceledException) when (!_stopAccepting.IsCancellationRequested)
        {
            throw new FrameException("no handshake came in time");
        }
        // Off the transport's own thread: what follows may take long, as writing to a log may.
        await Task.Yield();
        if (frame.Span[0] != FrameKind.Handshake)
            throw new FrameException($"it begins with 0x{frame.Span[0]:X2}, not with a handshake");
        HandshakeFrame handshake = HandshakeFrame.Parse(frame.Span[body..]);
        if (Refusal(handshake) is CloseReason reason)
        {
            Interlocked.Increment(ref _counters.Refused);
            _options.Log?.Invoke($"refused {handshake.Kind.ToString().ToLowerInvariant()} '{handshake.Name}' at {frames.Connection.RemoteEndPoint}: {reason.Text}");
            await CloseAsync(frames, reason);
            return null;
        }
        frames.SetLimit(_options.Frames.MaxFrameBytes);
        int position = _positions.GetValueOrDefault(handshake.Name, -1);
        ZipperPeer peer = new(frames, handshake, handshake.Kind == ClientKind.Function ? position : -1, position < 0 ? null : _workflow.Functions[position]);
        if (position >= 0 && _workflow.Functions[position].QueueBytes is int bytes)
            frames.Sender.SetCapacity(bytes);
        Add(peer);
        return peer;
    }

    private CloseReason? Refusal(HandshakeFrame handshake)
    {
        if (!_workflow.Credential.Admits(handshake.Credential))
            return CloseReason.Refused(handshake.Credential.Kind == CredentialKind.None ? "this zipper asks for a credential" : "the credential is wrong");
        if (handshake.Kind == ClientKind.Function && !_positions.ContainsKey(handshake.Name))
            return CloseReason.Refused($"the function '{handshake.Name}' is not in the workflow; it has {string.Join(", ", _positions.Keys)}");
        return null;
    }

    private void Add(ZipperPeer peer)
    {
        lock (_lock)
        {
            _peers.Add(peer);
            if (peer.Position >= 0)
                Volatile.Write(ref _routes, [.. _routes.Select((group, position) => position == peer.Position ? [.. group, peer] : group)]);
        }
    }

    /// <param name="end">How it ended, as the rest of a sentence.</param>
    private void Remove(ZipperPeer peer, string end)
    {
        lock (_lock)
        {
            _peers.Remove(peer);
            if (peer.Position >= 0)
                Volatile.Write(ref _routes, [.. _routes.Select((group, position) => position == peer.Position ? [.. group.Where(one => one != peer)] : group)]);
        }
        peer.Frames.Sender.Close(new StreamClosedException(CloseReason.Lost("it has left")));
        int unsent = peer.Frames.Sender.Unsent;
        Interlocked.Add(ref _counters.Dropped, unsent);
        PeerStatistics counts = peer.Statistics();
        _options.Log?.Invoke($"{Describe(peer)} {end} (in {counts.FramesIn}, out {counts.FramesOut}, unsent {unsent})");
    }

    private static async Task CloseAsync(FrameConnection frames, CloseReason reason)
    {
        using CancellationTokenSource limit = new(s_closing);
        await frames.CloseAsync(reason, limit.Token);
    }

    private static string Describe(ZipperPeer peer) =>
        $"{peer.Kind.ToString().ToLowerInvariant()} '{peer.Name}' at {peer.Frames.Connection.RemoteEndPoint} ({peer.Frames.Connection.Transport})";
}
