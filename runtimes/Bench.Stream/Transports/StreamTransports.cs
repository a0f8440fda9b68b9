namespace Bench.Streaming;

/// <summary>The transports that there are, found by their types.</summary>
public static class StreamTransports
{
    /// <summary>Stands for the first QUIC transport that works here.</summary>
    public const string Quic = "quic";

    public static IReadOnlyList<IStreamTransport> All { get; } =
    [
        .. typeof(StreamTransports).Assembly.GetTypes()
            .Where(static type => type is { IsAbstract: false } && typeof(IStreamTransport).IsAssignableFrom(type))
            .OrderBy(static type => type.FullName, StringComparer.Ordinal)
            .Select(static type => (IStreamTransport)Activator.CreateInstance(type)!),
    ];

    /// <summary>By id, or <see cref="Quic"/>.</summary>
    /// <exception cref="StreamClosedException">No such transport, or not on this machine: says which there are, or what is missing.</exception>
    public static IStreamTransport Get(string id)
    {
        IStreamTransport[] fitting = [.. All.Where(one => one.Id == id || (id == Quic && one.Id.StartsWith("quic-", StringComparison.Ordinal)))];
        if (fitting.Length == 0 && id != Quic)
            throw Refused($"there is no transport '{id}'; there are {Quic}, {string.Join(", ", All.Select(static one => one.Id))}");
        return fitting.FirstOrDefault(static one => one.Unsupported is null)
            ?? throw Refused(fitting.Length == 0 ? "there is no QUIC in this build; use tcp" : string.Join("; ", fitting.Select(static one => one.Unsupported)));
    }

    private static StreamClosedException Refused(string why) => new(CloseReason.Refused(why), why);
}
