using System.Threading.Tasks.Sources;

namespace Bench.Streaming;

/// <summary>A read or a write that waits, used again for the next one, so that waiting allocates nothing. Continuations run on the thread pool unless said.</summary>
/// <param name="gate">The owner's lock: held by the owner when it begins or ends the operation.</param>
internal sealed class PendingOperation(Lock gate) : IValueTaskSource<int>, IValueTaskSource
{
    private ManualResetValueTaskSourceCore<int> _core;
    private CancellationTokenRegistration _cancellation;

    public bool IsPending { get; private set; }

    /// <returns>The version to make a task of.</returns>
    public short Begin(CancellationToken ct)
    {
        _core.Reset();
        _core.RunContinuationsAsynchronously = true;
        IsPending = true;
        short version = _core.Version;
        _cancellation = ct.UnsafeRegister(static (operation, token) => ((PendingOperation)operation!).Cancel(token), this);
        return version;
    }

    public void Complete(int result)
    {
        Claim();
        Tell(result, here: false);
    }

    /// <summary>Takes it from whoever else would end it; <see cref="Tell"/> has to follow, outside of the owner's lock.</summary>
    public void Claim() => IsPending = false;

    /// <param name="here">Whoever waits goes on within this call, on this thread.</param>
    public void Tell(int result, bool here)
    {
        _core.RunContinuationsAsynchronously = !here;
        _core.SetResult(result);
    }

    public void Fail(Exception error)
    {
        if (!IsPending)
            return;
        IsPending = false;
        _core.SetException(error);
    }

    public int GetResult(short token)
    {
        // Waits for a cancellation that is just being carried out: it must not hit the next operation.
        _cancellation.Dispose();
        return _core.GetResult(token);
    }

    void IValueTaskSource.GetResult(short token) => GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void Cancel(CancellationToken token)
    {
        lock (gate)
            Fail(new OperationCanceledException(token));
    }
}
