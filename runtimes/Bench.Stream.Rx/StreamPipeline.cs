using System.Reactive.Linq;
using System.Text;

namespace Bench.Streaming;

/// <summary>
/// A stream function that is a pipeline: observed messages go in, one at a time and in the order in which they came; what
/// comes out is sent on in the order in which it comes out.
/// </summary>
/// <remarks>
/// A pipeline that takes no more, because its replies find no room or one of its operators waits, blocks whoever pushes to
/// it: Rx knows no other back pressure. Nothing more is read then, and the zipper's queue fills. Replies that wait while the
/// connection is lost are counted as <see cref="Unsent"/>. Queues within operators
/// (ObserveOn, SelectMany over tasks, Zip) are outside of that: <see cref="PipelineOperators"/> has bounded ones.
/// A pipeline that fails loses the message that was handed in and whatever its operators held; the message is counted, and
/// the pipeline is subscribed again for the next one, after a wait where failures follow each other. Where it fails between
/// messages, that is counted as one. A pipeline that completes ends the function. When the function is disposed of, the
/// pipeline is told that no more comes, and what it still held is sent.
/// </remarks>
/// <example><code>
/// await using StreamPipeline average = await StreamPipeline.ConnectAsync("localhost:9000", new() { Name = "average", Observe = [0x33] },
///     messages => messages.Select(message => message.ToNumber()).Buffer(10, 1).Select(window => StreamReply.Number(0x34, window.Average())), ct);
/// await average.Completion;
/// </code></example>
public sealed class StreamPipeline : IAsyncDisposable
{
    private static readonly TimeSpan s_firstWait = TimeSpan.FromMilliseconds(5), s_longestWait = TimeSpan.FromSeconds(1);

    private readonly StreamPipelineOptions _options;
    private readonly Func<IObservable<StreamMessage>, IObservable<StreamReply>> _pipeline;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();

    // Whoever has it may hand something to the pipeline; nobody before it is subscribed, nor after its last message.
    private readonly SemaphoreSlim _turn = new(0, 1);
    private readonly Action<StreamMessage, FunctionFault, string> _refused;
    private StreamFunction _function = null!;
    private PipelineRun _run = null!;
    private volatile int _failuresInARow;
    private int _disposed;

    private StreamPipeline(StreamPipelineOptions options, Func<IObservable<StreamMessage>, IObservable<StreamReply>> pipeline)
    {
        (_options, _pipeline) = (options, pipeline);
        _refused = (message, fault, why) => Lose($"message {Encoding.UTF8.GetString(message.Transaction.Span)} is lost ({fault}): {why}", fault);
    }

    /// <summary>Messages handed to the pipeline without a failure, faults and subscriptions after them.</summary>
    public FunctionStatistics Statistics => _function.Statistics;

    public int Reconnects => _function.Reconnects;

    /// <summary>Replies that a lost connection took with it before they left.</summary>
    public long Unsent => _function.Unsent;

    /// <summary>Ends when the pipeline completes, or is disposed of; faults when the zipper refuses the function.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <exception cref="StreamClosedException">No connection can be made.</exception>
    /// <exception cref="FunctionFaultException">The pipeline failed as it was subscribed for the first time.</exception>
    /// <exception cref="ArgumentException">No tag is observed, or one is out of range.</exception>
    public static Task<StreamPipeline> ConnectAsync(string address, StreamPipelineOptions options, Func<IObservable<StreamMessage>, IObservable<StreamReply>> pipeline, CancellationToken ct) =>
        ConnectAsync(address, options, false, pipeline, ct);

    /// <summary>Connects a sink: what comes out of the pipeline goes nowhere.</summary>
    /// <inheritdoc cref="ConnectAsync(string, StreamPipelineOptions, Func{IObservable{StreamMessage}, IObservable{StreamReply}}, CancellationToken)"/>
    public static Task<StreamPipeline> ConnectSinkAsync<T>(string address, StreamPipelineOptions options, Func<IObservable<StreamMessage>, IObservable<T>> pipeline, CancellationToken ct) =>
        ConnectAsync(address, options, true, messages => pipeline(messages).IgnoreElements().Select(static _ => default(StreamReply)), ct);

    /// <summary>Lets the pipeline send what it holds, for as long as the options say, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        try
        {
            // Never given back: nothing is handed in any more.
            if (!await _turn.WaitAsync(_options.FlushTimeout))
                throw new TimeoutException();
            if (!_run.Completion.IsCompleted)
            {
                // On a thread of the pool, since the pipeline may block it.
                Task<Exception?> finish = Task.Run(_run.Finish);
                await Task.WhenAll(finish, _run.Completion).WaitAsync(_options.FlushTimeout);
                if (await finish is Exception failure)
                    Lose($"the pipeline failed on its end ({FunctionFault.Trap}): {Describe(failure)}");
            }
        }
        catch (TimeoutException)
        {
            Lose($"the pipeline did not end within {_options.FlushTimeout.TotalSeconds:0.###} s; what it held is lost ({FunctionFault.Deadline})", FunctionFault.Deadline);
        }
        await _stop.CancelAsync();
        _run.Dispose();
        await _function.DisposeAsync();
        _ended.TrySetResult();
    }

    private static async Task<StreamPipeline> ConnectAsync(string address, StreamPipelineOptions options, bool isSink, Func<IObservable<StreamMessage>, IObservable<StreamReply>> observe, CancellationToken ct)
    {
        StreamPipeline pipeline = new(options, observe);
        StreamFunctionOptions function = new StreamFunctionOptions
        {
            Name = options.Name,
            Observe = options.Observe,
            IsSink = isSink,
            OnFault = options.OnFault,
            Host = () => new PipelineHost(pipeline.HandAsync),
        }.With(options);
        pipeline._function = await StreamFunction.ConnectAsync(address, function, ct);
        pipeline.Completion = Task.WhenAny(pipeline._ended.Task, pipeline._function.Completion).Unwrap();
        try
        {
            pipeline.Subscribe();
        }
        catch
        {
            await pipeline._function.DisposeAsync();
            throw;
        }
        pipeline._turn.Release();
        return pipeline;
    }

    private async ValueTask HandAsync(FunctionCall call, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            if (_run.HasFailed && !_stop.IsCancellationRequested)
                await SubscribeAgainAsync(ct);
            if (!_run.Completion.IsCompleted)
            {
                if (_run.Hand(new StreamMessage(call) { Refused = _refused }) is not Exception failure)
                    return;
                // The function itself waits between failures that come at once.
                _failuresInARow = 0;
                throw Fault(failure);
            }
        }
        finally
        {
            _turn.Release();
        }
        // It takes no more: the message waits here until the function is disposed of, and those after it at the zipper.
        await Task.Delay(Timeout.Infinite, ct);
    }

    private async Task SubscribeAgainAsync(CancellationToken ct)
    {
        if (_failuresInARow > 1)
            await Task.Delay(TimeSpan.FromTicks(Math.Min(s_longestWait.Ticks, s_firstWait.Ticks << Math.Min(_failuresInARow, 20))), ct);
        Subscribe();
        if (_failuresInARow > 0)
            Statistics.CountRestart();
    }

    private void Subscribe()
    {
        PipelineRun run = new(Send, FailedBetweenMessages);
        _run = run;
        _ = run.Completion.ContinueWith(_ => EndAfter(run), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        if (run.Subscribe(_pipeline) is Exception failure)
            throw Fault(failure);
    }

    private void EndAfter(PipelineRun run)
    {
        if (!run.HasFailed)
            _ended.TrySetResult();
    }

    // Blocks: see the remarks above. A lost connection ends the wait, since the one who reads, and would connect again, may be it who waits.
    private void Send(StreamReply reply, StreamMessage? last)
    {
        ReadOnlyMemory<byte> transaction = reply.Transaction.IsEmpty && last is not null ? last.Transaction : reply.Transaction;
        ValueTask sent = _function.WriteAsync(reply.Tag, transaction, reply.Data, _stop.Token);
        if (!sent.IsCompletedSuccessfully)
            sent.AsTask().GetAwaiter().GetResult();
    }

    private void FailedBetweenMessages(PipelineRun run, Exception failure)
    {
        if (_stop.IsCancellationRequested)
            return;
        _failuresInARow = run.Messages > 1 ? 1 : _failuresInARow + 1;
        Lose($"the pipeline failed between messages; what it held is lost ({FunctionFault.Trap}): {Describe(failure)}");
    }

    private void Lose(string line, FunctionFault fault = FunctionFault.Trap)
    {
        Statistics.Count(fault);
        _options.OnFault?.Invoke(line);
    }

    private static FunctionFaultException Fault(Exception failure) => failure as FunctionFaultException ?? new FunctionFaultException(FunctionFault.Trap, Describe(failure), failure);

    private static string Describe(Exception failure) => $"{failure.GetType().Name}: {failure.Message}";
}
