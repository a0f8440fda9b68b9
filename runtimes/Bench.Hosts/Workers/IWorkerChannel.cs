using Bench.Streaming;

namespace Bench.Hosts;

/// <summary>The way to a worker and back: pipes, or a container's streams. After any exception it can only be disposed of.</summary>
internal interface IWorkerChannel : IAsyncDisposable
{
    /// <summary>Writes the bytes and reads until <paramref name="answer"/> has what it waits for.</summary>
    /// <exception cref="FunctionFaultException">It did not come in time, the worker ended, or took too much memory.</exception>
    ValueTask ExchangeAsync(ReadOnlyMemory<byte> bytes, WorkerReader answer, TimeSpan deadline, CancellationToken ct);

    /// <summary>Called once, when the worker is ready: from here on memory counts as the function's.</summary>
    void Ready();
}
