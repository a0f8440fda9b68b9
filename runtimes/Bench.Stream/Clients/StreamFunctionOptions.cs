namespace Bench.Streaming;

public sealed record StreamFunctionOptions : StreamClientOptions
{
    /// <summary>0 to 3F, at least one; those that the guest declares itself where none is given.</summary>
    public IReadOnlyList<byte> Observe { get; init; } = [];

    /// <summary>Makes the function's host, at the start and after each fault.</summary>
    public required Func<IFunctionHost> Host { get; init; }

    /// <summary>Makes what decodes messages before the host gets them and encodes its replies; null where it gets them as they are.</summary>
    public Func<IPayloadCodec>? Codec { get; init; }

    /// <summary>A sink never replies; in a trace its messages arrive at <see cref="StreamStage.SinkIn"/>.</summary>
    public bool IsSink { get; init; }

    /// <summary>
    /// The handler neither blocks nor works for long, as one that counts: messages are handled on the transport's own thread where it
    /// has one, which saves the wait for another. While a handler blocks there, the connection is silent, and is given up after seconds.
    /// </summary>
    public bool IsBrief { get; init; }

    /// <summary>Messages handled at once, each by a host of its own; above 1 replies lose the order of the messages.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>Told of every message that is lost, with its transaction id and the cause, in one line.</summary>
    public Action<string>? OnFault { get; init; }

    /// <summary>A host from a method; replies with <see cref="FunctionCall.Reply"/>, as often as it likes.</summary>
    public static Func<IFunctionHost> From(Action<FunctionCall> handler) => () => new DelegateHost((call, _) =>
    {
        handler(call);
        return ValueTask.CompletedTask;
    });

    /// <inheritdoc cref="From(Action{FunctionCall})"/>
    public static Func<IFunctionHost> From(Func<FunctionCall, CancellationToken, ValueTask> handler) => () => new DelegateHost(handler);

    /// <summary>With all that clients have in common taken from another's options.</summary>
    internal StreamFunctionOptions With(StreamClientOptions client) => this with
    {
        Name = client.Name,
        Transport = client.Transport,
        Credential = client.Credential,
        Trust = client.Trust,
        Frames = client.Frames,
        FirstBackoff = client.FirstBackoff,
        LongestBackoff = client.LongestBackoff,
        Log = client.Log,
        Trace = client.Trace,
    };
}
