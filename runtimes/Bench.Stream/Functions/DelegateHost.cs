namespace Bench.Streaming;

/// <summary>A function that is a C# method. An exception of its own loses the message it came from.</summary>
internal sealed class DelegateHost(Func<FunctionCall, CancellationToken, ValueTask> handler) : IFunctionHost
{
    public IReadOnlyList<byte> ObservedTags => [];

    public ValueTask StartAsync(CancellationToken ct) => ValueTask.CompletedTask;

    public ValueTask InvokeAsync(FunctionCall message, CancellationToken ct)
    {
        try
        {
            ValueTask answer = handler(message, ct);
            return answer.IsCompletedSuccessfully ? ValueTask.CompletedTask : AwaitAsync(answer, ct);
        }
        catch (Exception e) when (e is not (FunctionFaultException or OperationCanceledException))
        {
            throw Fault(e);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async ValueTask AwaitAsync(ValueTask answer, CancellationToken ct)
    {
        try
        {
            await answer;
        }
        catch (Exception e) when (e is not FunctionFaultException && !(e is OperationCanceledException && ct.IsCancellationRequested))
        {
            throw Fault(e);
        }
    }

    private static FunctionFaultException Fault(Exception e) => new(FunctionFault.Trap, $"{e.GetType().Name}: {e.Message}", e);
}
