namespace Bench.Y3;

internal sealed class Y3Observable<T>(Y3Hub hub, int id, Func<Y3Value, T> take) : IObservable<T>
{
    public IDisposable Subscribe(IObserver<T> observer)
    {
        Y3ObserverConsumer<T> consumer = new(hub, id, observer, take);
        if (!hub.TryAdd(consumer, out Exception? error))
            Tell(observer, error);
        return consumer;
    }

    internal static void Tell(IObserver<T> observer, Exception? error)
    {
        if (error is null)
            observer.OnCompleted();
        else
            observer.OnError(error);
    }
}
