using System.Reactive.Disposables;
using System.Reactive.Subjects;

namespace Bench.Streaming;

/// <summary>A pipeline from the moment it is subscribed until it fails, completes or is disposed of.</summary>
/// <param name="send">Sends a reply; the message is the one that was handed in last.</param>
/// <param name="failedBetweenMessages">Told of a failure on another thread than the one that hands messages in.</param>
internal sealed class PipelineRun(Action<StreamReply, StreamMessage?> send, Action<PipelineRun, Exception> failedBetweenMessages) : IObserver<StreamReply>, IDisposable
{
    private readonly Subject<StreamMessage> _input = new();
    private readonly SingleAssignmentDisposable _subscription = new();
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _sending = new();
    private volatile StreamMessage? _last;
    private volatile int _handingThread;
    private Exception? _failure;
    private int _over;

    /// <summary>Ends when the pipeline does, and when it fails too.</summary>
    internal Task Completion => _completion.Task;

    internal bool HasFailed { get; private set; }

    internal long Messages { get; private set; }

    /// <returns>Why it failed at once, or null.</returns>
    internal Exception? Subscribe(Func<IObservable<StreamMessage>, IObservable<StreamReply>> pipeline) =>
        Handing(static (run, pipeline) => run._subscription.Disposable = pipeline(run._input).Subscribe(run), pipeline);

    /// <returns>Why it failed on this message, or null.</returns>
    internal Exception? Hand(StreamMessage message)
    {
        _last = message;
        Messages++;
        return Handing(static (run, message) => run._input.OnNext(message), message);
    }

    /// <summary>Tells the pipeline that no more messages come; what it holds comes out before <see cref="Completion"/>.</summary>
    /// <returns>Why it failed on that, or null.</returns>
    internal Exception? Finish() => Handing(static (run, input) => input.OnCompleted(), _input);

    public void OnNext(StreamReply value)
    {
        try
        {
            // Operators call from one thread at a time; whoever wrote an observable of his own may not have known.
            lock (_sending)
            {
                if (Volatile.Read(ref _over) == 0 && !value.Data.IsEmpty)
                    send(value, _last);
            }
        }
        catch (Exception e)
        {
            OnError(e);
        }
    }

    public void OnError(Exception error)
    {
        if (Interlocked.Exchange(ref _over, 1) != 0)
            return;
        HasFailed = true;
        _subscription.Dispose();
        if (_handingThread == Environment.CurrentManagedThreadId)
            _failure = error;
        else
            failedBetweenMessages(this, error);
        _completion.TrySetResult();
    }

    public void OnCompleted()
    {
        Interlocked.Exchange(ref _over, 1);
        _completion.TrySetResult();
    }

    public void Dispose()
    {
        Interlocked.Exchange(ref _over, 1);
        _subscription.Dispose();
        _completion.TrySetResult();
    }

    private Exception? Handing<T>(Action<PipelineRun, T> hand, T what)
    {
        _handingThread = Environment.CurrentManagedThreadId;
        try
        {
            hand(this, what);
        }
        catch (Exception e)
        {
            // What a selector throws comes to OnError; what an observer inside of the pipeline throws comes through it.
            OnError(e);
        }
        finally
        {
            _handingThread = 0;
        }
        return _failure;
    }
}
