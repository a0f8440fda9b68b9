namespace Bench.Streaming;

public sealed record StreamPipelineOptions : StreamClientOptions
{
    /// <summary>0 to 3F, at least one.</summary>
    public required IReadOnlyList<byte> Observe { get; init; }

    /// <summary>How long what the pipeline still holds when it is disposed of may take to come out.</summary>
    public TimeSpan FlushTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Told of every message that is lost, with its transaction id and the cause, and of a pipeline that fails between messages; in one line, any thread.</summary>
    public Action<string>? OnFault { get; init; }
}
