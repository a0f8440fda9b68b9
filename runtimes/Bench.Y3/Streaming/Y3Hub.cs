using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Bench.Y3;

/// <summary>
/// Observes a stream of root packets for several consumers: each sees every match of its id, as <see cref="Y3Scanner"/> says
/// what that is. Enumerations have a bounded queue each, observers are called by <see cref="RunAsync"/> itself: the slowest
/// consumer slows the source. One that stops, by leaving its loop, by its token or by disposing, is taken off.
/// </summary>
/// <example><code>
/// Y3Hub hub = new(pipe.Reader);
/// using IDisposable shown = hub.Observe&lt;float&gt;(0x11, static (packet, out value) => packet.GetSingle(out value)).Subscribe(gauge);
/// Task kept = KeepAsync(hub.ObserveAsync(0x30));   // takes part from its first MoveNextAsync on
/// await hub.RunAsync(ct);
/// </code></example>
/// <remarks>
/// <para>A consumer takes part at the latest from the next root on, and never begins with a second match of a root. What is not observed is read and passed.</para>
/// <para>Whoever goes through two enumerations one after the other waits for himself as soon as the queue of the second is full.</para>
/// <para>An exception of a consumer ends that consumer only, and so does a value that is longer than <see cref="Y3Options.MaxLength"/>; observed in pieces, it may be.</para>
/// </remarks>
public sealed class Y3Hub
{
    private readonly PipeReader _source;
    private readonly Y3Options _options;
    private readonly Lock _gate = new();
    private readonly List<Exception> _failures = [];
    private volatile Y3Consumer[] _consumers = [];
    private Exception? _error;
    private bool _started;
    private bool _closed;

    /// <param name="source">Is completed by <see cref="RunAsync"/>. <see cref="PipeReader.Create(Stream, StreamPipeReaderOptions?)"/> makes one of a <see cref="Stream"/>.</param>
    public Y3Hub(PipeReader source, Y3Options? options = null)
    {
        _source = source;
        _options = options ?? Y3Options.Default;
    }

    /// <summary>Values that wait for an enumeration, at most; each of up to <see cref="Y3Options.MaxLength"/> bytes.</summary>
    public int QueueCapacity { get; init; } = 16;

    internal Y3Consumer[] Consumers => _consumers;

    /// <summary>Whole values of any kind. A fault of the stream is thrown as <see cref="Y3FormatException"/> behind all values before it; any other error of the run as it is.</summary>
    /// <param name="id">0 to 63.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another id.</exception>
    public IAsyncEnumerable<Y3Value> ObserveAsync(int id, CancellationToken ct = default) =>
        EnumerateAsync(Y3Tag.Primitive(id).Id, static value => value, ct);

    /// <summary>Values that <paramref name="decode"/> reads.</summary>
    /// <inheritdoc cref="ObserveAsync(int, CancellationToken)"/>
    public IAsyncEnumerable<T> ObserveAsync<T>(int id, Y3Decoder<T> decode, CancellationToken ct = default) =>
        EnumerateAsync(Y3Tag.Primitive(id).Id, value => value.Decode(decode), ct);

    /// <summary>Nodes that are records. An observed packet that is no node is a fault of this consumer's.</summary>
    /// <inheritdoc cref="ObserveAsync(int, CancellationToken)"/>
    public IAsyncEnumerable<T> ObserveAsync<T>(int id, CancellationToken ct = default)
        where T : IY3Record<T> =>
        EnumerateAsync(Y3Tag.Primitive(id).Id, static value => value.Decode<T>(), ct);

    /// <summary>Values of any length in constant memory: their parts as they come.</summary>
    /// <inheritdoc cref="ObserveAsync(int, CancellationToken)"/>
    public IAsyncEnumerable<Y3Piece> ObservePiecesAsync(int id, CancellationToken ct = default) =>
        EnumeratePiecesAsync(Y3Tag.Primitive(id).Id, ct);

    /// <summary>Whole values of any kind, pushed: OnNext is called by <see cref="RunAsync"/>, one at a time, and holds it up while it takes.</summary>
    /// <remarks>An observer that throws is taken off and called no more; <see cref="RunAsync"/> throws its exception in the end.</remarks>
    /// <inheritdoc cref="ObserveAsync(int, CancellationToken)"/>
    public IObservable<Y3Value> Observe(int id) => new Y3Observable<Y3Value>(this, Y3Tag.Primitive(id).Id, static value => value);

    /// <summary>Values that <paramref name="decode"/> reads; one that it cannot read ends the subscription with OnError.</summary>
    /// <inheritdoc cref="Observe(int)"/>
    public IObservable<T> Observe<T>(int id, Y3Decoder<T> decode) => new Y3Observable<T>(this, Y3Tag.Primitive(id).Id, value => value.Decode(decode));

    /// <summary>Nodes that are records; one that is none ends the subscription with OnError.</summary>
    /// <inheritdoc cref="Observe(int)"/>
    public IObservable<T> Observe<T>(int id)
        where T : IY3Record<T> =>
        new Y3Observable<T>(this, Y3Tag.Primitive(id).Id, static value => value.Decode<T>());

    /// <summary>Reads the source until it ends, then ends every consumer. To be called once, when those are there that must see everything.</summary>
    /// <exception cref="Y3FormatException">The bytes are no packets, or the stream ends inside one.</exception>
    /// <exception cref="AggregateException">Observers threw; and what else went wrong.</exception>
    /// <exception cref="InvalidOperationException">A second call.</exception>
    public async Task RunAsync(CancellationToken ct = default)
    {
        if (Interlocked.Exchange(ref _started, true))
            throw new InvalidOperationException("the hub has been run already");
        Exception? error = null;
        try
        {
            await new Y3Pump(this, _options).RunAsync(_source, ct);
        }
        catch (Exception e)   // whatever it is, every consumer must learn of it; it is thrown below
        {
            error = e;
        }
        foreach (Y3Consumer consumer in Close(error))
            consumer.End(error);
        await _source.CompleteAsync(error as Y3FormatException);   // the writer is told what it did wrong, not what went wrong here
        if (_failures.Count > 0)
            throw new AggregateException("observers of the stream failed", error is null ? _failures : [error, .. _failures]);
        if (error is not null)
            ExceptionDispatchInfo.Throw(error);
    }

    /// <returns>False if the run is over; with what went wrong, if anything did.</returns>
    internal bool TryAdd(Y3Consumer consumer, out Exception? error)
    {
        lock (_gate)
        {
            error = _error;
            if (!_closed)
                _consumers = [.. _consumers, consumer];
            return !_closed;
        }
    }

    internal void Remove(Y3Consumer consumer)
    {
        lock (_gate)
            _consumers = [.. _consumers.Where(other => other != consumer)];
    }

    /// <summary>Keeps what an observer threw for the caller of the run.</summary>
    internal void Report(Exception failure) => _failures.Add(failure);

    private Y3Consumer[] Close(Exception? error)
    {
        lock (_gate)
        {
            _closed = true;
            _error = error;
            return _consumers;
        }
    }

    private async IAsyncEnumerable<T> EnumerateAsync<T>(int id, Func<Y3Value, T> take, [EnumeratorCancellation] CancellationToken ct)
    {
        Y3ValueQueue queue = new(this, id, QueueCapacity);
        try
        {
            Start(queue);
            await foreach (Y3Value value in queue.ReadAllAsync(ct))
                yield return take(value);
        }
        finally
        {
            queue.End(null);
        }
    }

    private async IAsyncEnumerable<Y3Piece> EnumeratePiecesAsync(int id, [EnumeratorCancellation] CancellationToken ct)
    {
        Y3PieceQueue queue = new(this, id);
        try
        {
            Start(queue);
            await foreach (Y3Piece piece in queue.ReadAllAsync(ct))
                yield return piece;
        }
        finally
        {
            queue.End(null);
        }
    }

    private void Start(Y3Consumer consumer)
    {
        if (!TryAdd(consumer, out Exception? error))
            consumer.End(error);
    }
}
