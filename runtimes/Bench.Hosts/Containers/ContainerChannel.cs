using Bench.Backends.Docker;
using Bench.Core;
using Bench.Streaming;

namespace Bench.Hosts;

/// <summary>A worker in a container, by way of the engine.</summary>
internal sealed class ContainerChannel(AttendedContainer container) : IWorkerChannel
{
    private static readonly TimeSpan s_end = TimeSpan.FromSeconds(5);
    private readonly byte[] _buffer = new byte[1 << 16];

    // The engine bounds the memory, by the kernel's own means.
    public void Ready() { }

    public async ValueTask ExchangeAsync(ReadOnlyMemory<byte> bytes, WorkerReader answer, TimeSpan deadline, CancellationToken ct)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(deadline);
        try
        {
            // Not waited for before reading: a worker may answer before it has read everything, and would wait for its reader.
            Task<bool> writing = bytes.IsEmpty ? Task.FromResult(true) : container.TryWriteAsync(bytes, limit.Token).AsTask();
            bool whole = false;
            while (!whole)
            {
                int count = await container.ReadAsync(_buffer, limit.Token);
                if (count == 0)
                    throw await EndedAsync(ct);
                whole = Take(answer, count);
            }
            await writing;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new FunctionFaultException(FunctionFault.Deadline, $"it did not answer within {deadline.TotalMilliseconds:0} ms");
        }
        catch (DockerException e)
        {
            throw new FunctionFaultException(FunctionFault.Died, e.Message, e);
        }
    }

    public ValueTask DisposeAsync() => container.DisposeAsync();

    private bool Take(WorkerReader answer, int count)
    {
        bool whole = false;
        for (ReadOnlySpan<byte> left = _buffer.AsSpan(0, count); left.Length > 0;)
        {
            Span<byte> room = answer.Room();
            int taken = Math.Min(room.Length, left.Length);
            left[..taken].CopyTo(room);
            whole = answer.Advance(taken);
            left = left[taken..];
        }
        return whole;
    }

    private async Task<FunctionFaultException> EndedAsync(CancellationToken ct)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(s_end);
        ExitStatus exit = await container.ExitAsync(limit.Token);
        string last = container.ErrorTail.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault("");
        FunctionFault fault = exit is ExitStatus.MemoryExceeded ? FunctionFault.Limit : WorkerEnd.IsTrap(exit, backend: null) ? FunctionFault.Trap : FunctionFault.Died;
        return new FunctionFaultException(fault, WorkerEnd.Describe(exit.Describe(), last));
    }
}
