namespace Bench.Y3;

/// <summary>Calls an observer on the run of the hub; no more once it was told the end or is disposed, but for a call that is under way then.</summary>
internal sealed class Y3ObserverConsumer<T>(Y3Hub hub, int id, IObserver<T> observer, Func<Y3Value, T> take) : Y3ValueConsumer(hub, id), IDisposable
{
    public override ValueTask AcceptAsync(Y3Value value, CancellationToken ct)
    {
        if (IsOver)
            return default;
        T item;
        try
        {
            item = take(value);
        }
        catch (Exception e)   // a fault in the value, or the decoder's own error: the observer's either way
        {
            End(e);
            return default;
        }
        try
        {
            observer.OnNext(item);
        }
        catch (Exception e)
        {
            Fail(e);
        }
        return default;
    }

    public void Dispose() => TryLeave();

    protected override void OnEnd(Exception? error)
    {
        try
        {
            Y3Observable<T>.Tell(observer, error);
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    /// <summary>An observer that throws is not called again, not even with its own error: the run keeps that for its caller.</summary>
    private void Fail(Exception error)
    {
        TryLeave();
        Hub.Report(error);
    }
}
