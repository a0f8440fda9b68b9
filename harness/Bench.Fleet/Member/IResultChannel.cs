namespace Bench.Fleet;

/// <summary>A way for lines to the caller. Bounded in time: it stands between two measurements.</summary>
internal interface IResultChannel : IAsyncDisposable
{
    /// <returns>Whether the line is on its way; one that is not may be sent again.</returns>
    ValueTask<bool> SendAsync(FleetLine line, CancellationToken ct);

    /// <summary>How much of the file the caller is known to have; null where it never says.</summary>
    long? Received { get; }

    /// <summary>Counts connections: after a new one, what was not received must be sent again.</summary>
    int Connections { get; }

    /// <summary>Waits until the caller says that the file is complete there.</summary>
    /// <returns>False where it does not say so in time, or never does.</returns>
    Task<bool> ConfirmedAsync(TimeSpan timeout, CancellationToken ct);
}
