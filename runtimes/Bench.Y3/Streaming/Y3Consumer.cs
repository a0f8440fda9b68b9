namespace Bench.Y3;

/// <summary>Takes part in the run of a hub until one of both ends it.</summary>
internal abstract class Y3Consumer(Y3Hub hub, int id)
{
    private bool _over;

    public int Id => id;

    public bool IsOver => Volatile.Read(ref _over);

    protected Y3Hub Hub => hub;

    /// <summary>Takes the consumer off and tells it why. Does so once.</summary>
    /// <param name="error">Null at the end of the stream, or if the consumer itself wants no more.</param>
    public void End(Exception? error)
    {
        if (TryLeave())
            OnEnd(error);
    }

    /// <returns>False if it was over already.</returns>
    protected bool TryLeave()
    {
        if (Interlocked.Exchange(ref _over, true))
            return false;
        hub.Remove(this);
        return true;
    }

    protected abstract void OnEnd(Exception? error);
}
