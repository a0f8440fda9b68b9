namespace Bench.Tests;

/// <summary>Writes down every call: <c>1</c>, <c>completed</c>, <c>error: …</c>; and sees two at once.</summary>
internal sealed class RecordingObserver<T>(Action<T>? onNext = null, Action? onEnd = null) : IObserver<T>
{
    private readonly List<string> _calls = [];
    private int _inside;

    internal IReadOnlyList<string> Calls => _calls;

    public void OnNext(T value) => Called($"{value}", () => onNext?.Invoke(value));

    public void OnCompleted() => Called("completed", onEnd);

    public void OnError(Exception error) => Called($"error: {error.Message}", onEnd);

    private void Called(string call, Action? then)
    {
        if (Interlocked.Increment(ref _inside) > 1)
            _calls.Add("two calls at once");
        _calls.Add(call);
        try
        {
            then?.Invoke();
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }
}
