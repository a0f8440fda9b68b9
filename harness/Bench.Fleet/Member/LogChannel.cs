namespace Bench.Fleet;

/// <summary>Lines on standard output, which the engine keeps.</summary>
internal sealed class LogChannel(TextWriter output) : IResultChannel
{
    public long? Received => null;
    public int Connections => 1;

    public async ValueTask<bool> SendAsync(FleetLine line, CancellationToken ct)
    {
        await output.WriteLineAsync(line.ToString().AsMemory(), ct);
        await output.FlushAsync(ct);
        return true;
    }

    /// <summary>What is in the log is kept: there is nothing to wait for.</summary>
    public Task<bool> ConfirmedAsync(TimeSpan timeout, CancellationToken ct) => Task.FromResult(true);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
