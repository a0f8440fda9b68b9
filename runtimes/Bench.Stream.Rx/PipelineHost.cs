namespace Bench.Streaming;

/// <summary>Hands the messages of a stream function to its pipeline. After a fault another one takes over, with the same pipeline subscribed again.</summary>
internal sealed class PipelineHost(Func<FunctionCall, CancellationToken, ValueTask> hand) : IFunctionHost
{
    public IReadOnlyList<byte> ObservedTags => [];

    public ValueTask StartAsync(CancellationToken ct) => ValueTask.CompletedTask;

    public ValueTask InvokeAsync(FunctionCall message, CancellationToken ct) => hand(message, ct);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
