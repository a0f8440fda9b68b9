using System.Buffers;
using System.IO.Pipelines;

namespace Bench.Y3;

/// <summary>Moves a stream through a hub to its consumers.</summary>
internal sealed class Y3Pump(Y3Hub hub, Y3Options options)
{
    private readonly Y3Scanner _scanner = new([], options);
    private readonly List<Y3Match> _open = [];   // a node may be observed, and packets in it

    /// <exception cref="Y3FormatException">The bytes are no packets, or the stream ends inside one.</exception>
    public async Task RunAsync(PipeReader source, CancellationToken ct)
    {
        await foreach (ReadOnlyMemory<byte> chunk in source.ChunksAsync(ct))
        {
            await PassAsync(chunk, ct);
            ThrowUnlessDone(_scanner.Status);
        }
        ThrowUnlessDone(_scanner.End());
    }

    private async ValueTask PassAsync(ReadOnlyMemory<byte> chunk, CancellationToken ct)
    {
        bool found;
        do
        {
            // No further than to the end of a value: who subscribes when he is given it may want what comes next.
            ReadOnlyMemory<byte> part = chunk[..Math.Min(chunk.Length, NextEnd())];
            Y3Consumer[] consumers = hub.Consumers;
            found = Find(part.Span, consumers, out int passed);
            foreach (Y3Match match in _open)
                await match.AddAsync(chunk[..passed], ct);
            _open.RemoveAll(static match => match.Missing == 0);
            if (found)
                _open.Add(new Y3Match(_scanner, consumers, options));
            chunk = chunk[passed..];
        }
        while (found || (!chunk.IsEmpty && _scanner.Status == OperationStatus.Done));
    }

    private int NextEnd()
    {
        int nearest = int.MaxValue;
        foreach (Y3Match match in _open)
            nearest = Math.Min(nearest, match.Missing);
        return nearest;
    }

    private bool Find(ReadOnlySpan<byte> chunk, Y3Consumer[] consumers, out int passed)
    {
        ulong observed = 0;
        foreach (Y3Consumer consumer in consumers)
            observed |= Y3Scanner.Bit(consumer.Id);
        _scanner.Observed = observed;
        ReadOnlySpan<byte> rest = chunk;
        bool found = _scanner.Read(ref rest);
        passed = chunk.Length - rest.Length;
        return found;
    }

    private void ThrowUnlessDone(OperationStatus status)
    {
        if (status != OperationStatus.Done)
            throw new Y3FormatException(status, _scanner.Offset);
    }
}
