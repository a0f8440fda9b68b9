namespace Bench.Streaming;

/// <summary>What sources, functions and sinks have in common.</summary>
public abstract record StreamClientOptions
{
    /// <summary>For a function or a sink, its name in workflow.yaml.</summary>
    public required string Name { get; init; }

    /// <summary>Of <see cref="StreamTransports"/>.</summary>
    public string Transport { get; init; } = StreamTransports.Quic;
    public Credential Credential { get; init; } = Credential.None;

    /// <summary>Null: the certificate that was seen at this address before, see <see cref="ServerTrust.SeenBefore"/>.</summary>
    public ServerTrust? Trust { get; init; }

    public FrameOptions Frames { get; init; } = new();

    /// <summary>Wait before the first new attempt after a connection is lost; doubles up to <see cref="LongestBackoff"/>.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromMilliseconds(50);
    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Told what happens to the connection, in one line; any thread.</summary>
    public Action<string>? Log { get; init; }

    public StreamTrace? Trace { get; init; }
}
