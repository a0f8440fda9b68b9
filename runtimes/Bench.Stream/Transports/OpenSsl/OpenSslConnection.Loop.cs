using System.Diagnostics;
using System.Net;

namespace Bench.Streaming;

/// <summary>What the loop's thread does with a connection.</summary>
internal sealed partial class OpenSslConnection : IDatagramObserver
{
    private static readonly IPEndPoint s_unknown = new(IPAddress.None, 0);
    private static readonly TimeSpan s_answerTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_lingering = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_lingeringAfterPeer = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan s_draining = TimeSpan.FromSeconds(1);

    private readonly QuicPort _port;
    private readonly SslObject _ssl;
    private readonly TransportOptions _options;
    private readonly TlsContext _context;
    private readonly TaskCompletionSource<OpenSslConnection>? _connecting;
    private SslObject? _stream;
    private IPEndPoint _remote;
    private Phase _phase = Phase.Handshake;
    private long _deadline;
    private long _heardAt;
    private long _receipts;
    private bool _unreachable;
    private long _shutdownTurn = long.MaxValue;
    private long _silenceAllowed;
    private bool _watchesSilence;
    private readonly bool _readersNeverBlock;
    private bool _concluded;
    private bool _shuttingDown;
    private bool _lingers;
    private bool _lingeringFirst;
    private long _lingerUntil;

    /// <summary>The server's side: the handshake is still to be done.</summary>
    public OpenSslConnection(QuicPort port, SslObject ssl, TlsContext context, ListenOptions options) : this(port, ssl, context, (TransportOptions)options)
    {
        _remote = s_unknown;
        // OpenSSL tells nobody who a peer is, only the socket below: see OnDatagram.
        _ssl.Observe(this);
        _ssl.RequestIdleTimeout(options.IdleTimeout);
    }

    /// <summary>The client's side.</summary>
    /// <param name="connecting">Told when the stream is open, or why not.</param>
    public OpenSslConnection(QuicPort port, SslObject ssl, TlsContext context, ConnectOptions options, TaskCompletionSource<OpenSslConnection> connecting)
        : this(port, ssl, context, options)
    {
        _connecting = connecting;
        _remote = options.EndPoint;
    }

    private OpenSslConnection(QuicPort port, SslObject ssl, TlsContext context, TransportOptions options)
    {
        (_port, _ssl, _context, _options, _remote) = (port, ssl, context, options, s_unknown);
        (_read, _write) = (new PendingOperation(_gate), new PendingOperation(_gate));
        _deadline = Stopwatch.GetTimestamp() + Ticks(options.HandshakeTimeout);
        _silenceAllowed = Ticks(options.IdleTimeout);
        _readersNeverBlock = options.ReadersNeverBlock;
        port.Add(this);
    }

    private bool IsServer => _connecting is null;

    private enum Phase
    {
        Handshake,

        /// <summary>Connected, and waiting for the peer to open its stream, or for its leave to open ours.</summary>
        Stream,
        Open,
        Gone,
    }

    public bool IsGone => _phase == Phase.Gone;

    public bool IsOpen => _phase == Phase.Open && !_ending;

    /// <summary>Timestamp at which it is to be served even if nothing comes.</summary>
    public long DueAt { get; private set; }

    /// <summary>Takes up what users' threads want.</summary>
    public void TakePost()
    {
        Volatile.Write(ref _posted, 0);
        if (_phase == Phase.Gone)
            return;
        _port.IsDirty = true;
        // What was just written leaves with the turn that follows.
        if (_phase == Phase.Open && !_ending)
            Send();
    }

    /// <summary>After a turn: takes what came, hands over what is to be sent, and sees whether the end has come or the time is up.</summary>
    public void Serve(long now)
    {
        if (_shutdownTurn != long.MaxValue)
        {
            Drain(now);
            return;
        }
        Advance();
        if (!IsServer && _receipts != _port.Filter.Receipts)
            (_receipts, _heardAt) = (_port.Filter.Receipts, now);
        if (_phase == Phase.Open && !_shuttingDown)
        {
            Send();
            Receive();
        }
        if (_ending)
            Shutdown(now);
        if (_shutdownTurn == long.MaxValue && _ssl.HasEnded(out QuicEnd end))
            Free(ReasonOf(end));
        else
            CheckTime(now);
    }

    /// <summary>The peer's machine, which is this one, says that nobody listens there any more. What came before that is still taken.</summary>
    public void MarkUnreachable() => _unreachable = true;

    void IDatagramObserver.OnDatagram(bool sent)
    {
        if (!sent)
            _heardAt = Stopwatch.GetTimestamp();
        else if (ReferenceEquals(_remote, s_unknown) && _port.Filter.LastRecipient is IPEndPoint recipient)
            _remote = recipient;
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);

    /// <summary>From the handshake to the stream to being open.</summary>
    private void Advance()
    {
        if (_phase == Phase.Handshake && !_ending && _ssl.Handshake() == SslStep.Done)
        {
            _phase = Phase.Stream;
            _port.IsDirty = true;
        }
        if (_phase != Phase.Stream || _ending)
            return;
        _stream = IsServer ? _ssl.AcceptStream() : _ssl.OpenStream();
        if (_stream is null)
            return;
        _ssl.RejectStreams(CloseReason.Done.Code);
        _phase = Phase.Open;
        if (IsServer)
            Accept();
        else
            Opened();
    }

    // A server that was started anew on its port knows nothing of this connection and answers nothing (OpenSSL 3.5 sends no stateless
    // reset): the idle timeout would begin only with the first keep-alive that it does not answer.
    private void Opened()
    {
        TimeSpan agreed = _ssl.NegotiatedIdleTimeout;
        _watchesSilence = agreed != Timeout.InfiniteTimeSpan;
        _silenceAllowed = Ticks((agreed / 2) + s_answerTime);
        _heardAt = Stopwatch.GetTimestamp();
        _connecting!.TrySetResult(this);
    }

    private void Accept()
    {
        // A live peer is heard of when OpenSSL's keep-alive asks, which it does at half of the timeout agreed on.
        TimeSpan agreed = _ssl.NegotiatedIdleTimeout;
        _watchesSilence = agreed == Timeout.InfiniteTimeSpan || agreed > _options.IdleTimeout;
        if (agreed != Timeout.InfiniteTimeSpan)
            _silenceAllowed = Math.Max(Ticks(_options.IdleTimeout), Ticks((agreed / 2) + s_answerTime));
        _heardAt = Stopwatch.GetTimestamp();
        if (!_watchesSilence)
            _ssl.StopObserving();
        _port.Listener!.Offer(this);
    }

    private void Send()
    {
        int written = 0;
        while (true)
        {
            ReadOnlySpan<byte> front;
            lock (_gate)
            {
                _sending.Release(written);
                TakeRest();
                front = _sending.Front();
            }
            if (front.IsEmpty)
                break;
            SslStep step = _stream!.Write(front, out written);
            if (step == SslStep.Failed)
                FailStream();
            if (step != SslStep.Done)
                return;
            _port.IsDirty = true;
        }
        if (_concluding && !_concluded)
        {
            _concluded = true;
            _stream!.ConcludeWrites();
            _port.IsDirty = true;
        }
    }

    /// <summary>Makes a waiting write go on; under the lock.</summary>
    private void TakeRest()
    {
        // A write that was cancelled meanwhile is not to be sent further.
        if (!_write.IsPending)
            _writeRest = default;
        if (_writeRest.IsEmpty)
            return;
        _writeRest = _writeRest[_sending.Put(_writeRest.Span)..];
        if (_writeRest.IsEmpty)
            _write.Complete(0);
    }

    private void Receive()
    {
        SslStep step = SslStep.Done;
        while (step == SslStep.Done && !_readEnded)
        {
            Span<byte> back;
            lock (_gate)
            {
                // Whoever closes waits for the peer's end, and not for a reader of what comes before it.
                if (_closing is not null && _received.Room == 0)
                {
                    _received.Release(_received.Count);
                    _dropped = true;
                }
                back = _received.Back();
                _ringWasFull = back.IsEmpty;
            }
            if (back.IsEmpty)
                break;
            step = _stream!.Read(back, out int read);
            lock (_gate)
            {
                _received.Commit(read);
                _readEnded = step == SslStep.End;
            }
            // Only a turn tells the peer that there is room again.
            if ((_port.ReadSinceTurn += read) >= ReadAhead)
                _port.IsDirty = true;
        }
        int? taken = null;
        lock (_gate)
        {
            if (_read.IsPending && (_received.Count > 0 || _readEnded))
            {
                taken = _received.Take(_readBuffer.Span);
                _readBuffer = default;
                _read.Claim();
            }
        }
        if (taken is int bytes)
            _read.Tell(bytes, _readersNeverBlock);
        if (step == SslStep.Failed)
            FailStream();
        else if (_unreachable && (step == SslStep.Blocked || _readEnded) && !_ssl.HasEnded(out _))
            End(CloseReason.Lost($"nobody listens on {_remote} any more"), aborted: false);
    }

    private void FailStream()
    {
        // The end of the connection has a better reason.
        if (!_ssl.HasEnded(out _))
            End(new CloseReason(CloseReason.Done.Code, "the other side reset the stream", Remote: true), aborted: false);
    }

    private void Shutdown(long now)
    {
        CloseReason? end;
        CloseReason? closing;
        lock (_gate)
            (end, closing) = (_end, _closing);
        if (end is CloseReason reason)
        {
            _ssl.Shutdown(reason, flush: false);
            BeginDraining(now);
        }
        else if (!_lingers)
        {
            _lingers = true;
            // A peer that ended first waits for our end, to close then; only if it does not, we do.
            _lingerUntil = now + Ticks(_readEnded ? s_lingeringAfterPeer : s_lingering);
            _deadline = _lingerUntil + Ticks(_options.HandshakeTimeout);
            _lingeringFirst = !_readEnded;
            _port.IsDirty = true;
        }
        else if (_concluded && (now >= _lingerUntil || (_lingeringFirst && _readEnded)))
        {
            _shuttingDown = true;
            // Once flushed, the connection counts as ended although the peer is told only by the next turn.
            if (!_ssl.Shutdown(closing!.Value, flush: true) && !_ssl.HasEnded(out _))
                return;
            End(closing.Value, aborted: true);
            BeginDraining(now);
        }
    }

    private void BeginDraining(long now)
    {
        _shutdownTurn = _port.Turns;
        _deadline = DueAt = now + Ticks(s_draining);
        _port.IsDirty = true;
    }

    // OpenSSL tells the peer at the next turn if the congestion window allows; if not, and for peers that did not hear it, in answer
    // to what they send. So that the connection stays for a while (RFC 9000, 10.2.1).
    private void Drain(long now)
    {
        if (_port.Turns > _shutdownTurn)
            _told.TrySetResult();
        if (now >= _deadline || _ssl.Shutdown(_end!.Value, flush: false))
            Free(_end!.Value);
    }

    private void CheckTime(long now)
    {
        DueAt = long.MaxValue;
        if (!IsServer && _port.Filter.PeerRefuses)
        {
            End(CloseReason.Lost($"nobody listens on {_remote}"), aborted: false);
        }
        else if (_lingers)
        {
            DueAt = now < _lingerUntil ? _lingerUntil : _deadline;
            if (now >= _deadline)
                End(_closing!.Value, aborted: true);
        }
        else if (_phase != Phase.Open)
        {
            DueAt = _deadline;
            if (now >= _deadline)
                End(CloseReason.Lost($"{(_phase == Phase.Handshake ? "no answer" : "no stream was opened")} within {_options.HandshakeTimeout.TotalSeconds:0.###} s"), aborted: false);
        }
        else if (_watchesSilence)
        {
            DueAt = _heardAt + _silenceAllowed;
            if (now >= DueAt)
                End(SilentFor(TimeSpan.FromSeconds((double)_silenceAllowed / Stopwatch.Frequency)), aborted: false);
        }
        if (_ending && _shutdownTurn == long.MaxValue)
            _port.IsDirty |= _end is not null;
    }

    private CloseReason SilentFor(TimeSpan time) => CloseReason.Lost($"{(ReferenceEquals(_remote, s_unknown) ? "the other side" : _remote)} was silent for {time.TotalSeconds:0.###} s");

    private CloseReason ReasonOf(QuicEnd end)
    {
        if (_context.Refusal is string refusal)
            return CloseReason.Refused(refusal);
        if (end is { ByTransport: true, Local: true, Code: LibSsl.CloseIdleTimeout })
            return _phase == Phase.Handshake ? CloseReason.Lost("no answer") : SilentFor(_ssl.NegotiatedIdleTimeout);
        string text = end.ByTransport ? QuicErrors.Describe(end, _options.Protocol) : end.Text.Length > 0 ? PeerText.Shown(end.Text) : "closed without a word";
        return new CloseReason(end.Code, text, Remote: !end.Local);
    }

    private void Free(CloseReason reason)
    {
        bool wasOpen = _phase == Phase.Open;
        _phase = Phase.Gone;
        DueAt = long.MaxValue;
        End(reason, aborted: false);
        reason = _end!.Value;
        _stream?.Dispose();
        _ssl.Dispose();
        _connecting?.TrySetException(new StreamClosedException(reason, $"cannot connect to {((ConnectOptions)_options).Host} ({_remote}): {reason.Text}"));
        if (!wasOpen)
            _port.Listener?.Refuse(ReferenceEquals(_remote, s_unknown) ? null : _remote, reason);
        _told.TrySetResult();
    }
}
