using System.Diagnostics;
using System.Text;
using System.Threading.Channels;

namespace Bench.Streaming;

/// <summary>
/// Observes tags, hands each message to its host and sends the replies on, with the message's transaction id. Handles
/// messages in the order in which they come; while it is busy nothing is read, so that the zipper's bounded queue fills
/// and whoever sends to it waits.
/// </summary>
/// <example><code>
/// await using StreamFunction function = await StreamFunction.ConnectAsync("localhost:9000", new()
/// {
///     Name = "Upper", Observe = [0x33], Host = StreamFunctionOptions.From(call => call.Reply(0x34, Upper(call.Data.Span))),
/// }, ct);
/// await function.Completion;
/// </code></example>
public sealed class StreamFunction : IAsyncDisposable
{
    // Replies leave at the latest after this much work on a batch.
    private static readonly long s_flushAfter = Stopwatch.Frequency / 20_000;

    private readonly StreamFunctionOptions _options;
    private readonly FunctionRunner[] _runners;
    private readonly Channel<Work>? _work;
    private readonly List<Task> _workers = [];
    private readonly CancellationTokenSource _stop = new();
    private StreamClient _client = null!;

    private StreamFunction(StreamFunctionOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Concurrency, 1);
        _options = options;
        _runners = [.. Enumerable.Range(0, options.Concurrency).Select(_ => new FunctionRunner(options, Statistics))];
        if (options.Concurrency > 1)
            _work = Channel.CreateBounded<Work>(options.Concurrency);
    }

    public FunctionStatistics Statistics { get; } = new();

    public int Reconnects => _client.Reconnects;

    /// <summary>Replies that a lost connection took with it before they left.</summary>
    public long Unsent => _client.Unsent;

    /// <summary>Ends when the function is disposed of; faults when the zipper refuses it.</summary>
    public Task Completion => _client.Completion;

    /// <summary>Starts the hosts, then connects.</summary>
    /// <exception cref="StreamClosedException">No connection can be made.</exception>
    /// <exception cref="FunctionFaultException">The host cannot be started.</exception>
    /// <exception cref="ArgumentException">No tag is observed, or one is out of range.</exception>
    public static async Task<StreamFunction> ConnectAsync(string address, StreamFunctionOptions options, CancellationToken ct)
    {
        ZipperAddress zipper = ZipperAddress.Parse(address);
        StreamFunction function = new(options);
        try
        {
            IReadOnlyList<byte> tags = options.Observe;
            foreach (FunctionRunner runner in function._runners)
            {
                IReadOnlyList<byte> declared = await runner.StartAsync(ct);
                if (options.Observe.Count == 0)
                    tags = declared;
            }
            function._client = new StreamClient(zipper, options, ClientKind.Function, Checked(tags), StreamStage.Replied, function.OnBatchAsync, options.IsBrief);
            await function._client.StartAsync(ct);
        }
        catch
        {
            await function.EndAsync();
            throw;
        }
        if (function._work is not null)
            function._workers.AddRange(function._runners.Select(function.WorkAsync));
        return function;
    }

    /// <summary>Sends a message that answers none, under a transaction id of its own.</summary>
    public ValueTask WriteAsync(byte tag, ReadOnlyMemory<byte> data, CancellationToken ct) =>
        WriteAsync(tag, Encoding.UTF8.GetBytes(Guid.NewGuid().ToString("N")), data, ct);

    /// <summary>
    /// Sends a message at any time, also from within the handling of another; completes when it is queued. If the connection is
    /// lost while it waits for room, so is the message, and counted as <see cref="Unsent"/>: whoever waited for the next
    /// connection from within the handling would wait for himself.
    /// </summary>
    /// <param name="transaction">Its transaction id, UTF-8: that of a message which it answers late, or with others.</param>
    public ValueTask WriteAsync(byte tag, ReadOnlyMemory<byte> transaction, ReadOnlyMemory<byte> data, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tag, DataFrame.MaxTag);
        return _client.TrySendNow(tag, transaction.Span, data.Span, false) ? ValueTask.CompletedTask : WaitAndWriteAsync(tag, transaction, data, ct);
    }

    /// <summary>Sends the replies that are queued and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await EndAsync();
    }

    private async ValueTask WaitAndWriteAsync(byte tag, ReadOnlyMemory<byte> transaction, ReadOnlyMemory<byte> data, CancellationToken ct) =>
        await _client.SendOnAsync(await _client.ConnectionAsync(ct), tag, transaction, data, ct);

    private static IReadOnlyList<byte> Checked(IReadOnlyList<byte> tags)
    {
        if (tags.Count == 0)
            throw new ArgumentException("the function observes no tag");
        return tags.All(static tag => tag <= DataFrame.MaxTag) ? tags : throw new ArgumentException($"the tag 0x{tags.First(static tag => tag > DataFrame.MaxTag):X2} is above 0x{DataFrame.MaxTag:X2}");
    }

    private async Task EndAsync()
    {
        await _stop.CancelAsync();
        _work?.Writer.TryComplete();
        await Task.WhenAll(_workers);
        foreach (FunctionRunner runner in _runners)
            await runner.DisposeAsync();
    }

    private async ValueTask OnBatchAsync(FrameConnection connection, CancellationToken ct)
    {
        long flushed = connection.FilledAt;
        while (connection.TryTake(out ReadOnlyMemory<byte> frame, out int body))
        {
            if (!RunningFrames.IsData(frame.Span, body))
                continue;
            ReadOnlyMemory<byte> value = frame[body..];
            DataFrame data = DataFrame.Parse(value.Span);
            if (_work is not null)
            {
                await _work.Writer.WriteAsync(new Work(value.ToArray(), data, connection.FilledAt), ct);
                continue;
            }
            await HandleAsync(_runners[0], connection, value, data, connection.FilledAt, ct);
            if (Stopwatch.GetTimestamp() - flushed < s_flushAfter)
                continue;
            connection.Sender.FlushBatch();
            flushed = Stopwatch.GetTimestamp();
        }
        connection.Sender.FlushBatch();
    }

    private async Task WorkAsync(FunctionRunner runner)
    {
        try
        {
            await foreach (Work work in _work!.Reader.ReadAllAsync(_stop.Token))
            {
                await HandleAsync(runner, null, work.Body, work.Frame, work.ReadAt, _stop.Token);
                _client.Current?.Sender.Flush();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Disposed of.
        }
    }

    /// <param name="origin">Where the replies go; null for whatever connection there is.</param>
    private ValueTask HandleAsync(FunctionRunner runner, FrameConnection? origin, ReadOnlyMemory<byte> body, DataFrame frame, long readAt, CancellationToken ct)
    {
        ReadOnlyMemory<byte> transaction = body.Slice(frame.TransactionStart, frame.TransactionLength);
        long number = 0;
        bool traced = _options.Trace is not null && _options.Trace.Wants(transaction.Span, out number);
        if (traced)
        {
            _options.Trace!.Mark(number, frame.Tag, _options.IsSink ? StreamStage.SinkIn : StreamStage.FunctionIn, readAt);
            if (!_options.IsSink)
                _options.Trace.Mark(number, frame.Tag, StreamStage.Handling);
        }
        if (!runner.TryBegin(frame.Tag, body.Slice(frame.DataStart, frame.DataLength), transaction))
            return ValueTask.CompletedTask;
        if (traced && !_options.IsSink)
            _options.Trace!.Mark(number, frame.Tag, StreamStage.Decoded);
        ValueTask<bool> run = runner.RunAsync(ct);
        return run.IsCompletedSuccessfully && TrySendReplies(runner, run.Result, traced ? number : null)
            ? ValueTask.CompletedTask
            : SendRepliesAsync(runner, run, origin, traced ? number : null, ct);
    }

    /// <returns>False when it takes a wait; nothing was sent then.</returns>
    private bool TrySendReplies(FunctionRunner runner, bool handled, long? traced)
    {
        FunctionCall call = runner.Call;
        if (!handled || call.Replies == 0)
            return true;
        if (call.Replies > 1 || call[0].Data.IsEmpty)
            return false;
        if (_client.Current is not FrameConnection connection)
            return false;
        if (!runner.TryEncode(0, out ReadOnlyMemory<byte> data))
            return true;
        if (!_client.TrySend(connection, call[0].Tag, call.Transaction.Span, data.Span, false))
            return false;
        MarkGuest(call, traced);
        return true;
    }

    private async ValueTask SendRepliesAsync(FunctionRunner runner, ValueTask<bool> run, FrameConnection? origin, long? traced, CancellationToken ct)
    {
        FunctionCall call = runner.Call;
        if (!run.IsCompletedSuccessfully && !await run)
            return;
        MarkGuest(call, traced);
        for (int i = 0; i < call.Replies; i++)
        {
            if (!runner.TryEncode(i, out ReadOnlyMemory<byte> data) || data.IsEmpty)
                continue;
            await (origin is null
                ? _client.SendAsync(call[i].Tag, call.Transaction, data, false, ct)
                : _client.SendOnAsync(origin, call[i].Tag, call.Transaction, data, ct));
        }
    }

    private void MarkGuest(FunctionCall call, long? traced)
    {
        if (traced is not long number || call.GuestEntered == 0)
            return;
        _options.Trace!.Mark(number, call.Tag, StreamStage.GuestEntered, call.GuestEntered);
        _options.Trace.Mark(number, call.Tag, StreamStage.GuestLeft, call.GuestLeft);
    }

    private readonly record struct Work(ReadOnlyMemory<byte> Body, DataFrame Frame, long ReadAt);
}
