using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Bench.Streaming;

/// <summary>Frames over a connection: one reader that takes them in batches, as they came, and a queue for what goes out.</summary>
internal sealed class FrameConnection : IAsyncDisposable
{
    private readonly StreamConnection _connection;
    private int _maxFrame;
    private byte[] _buffer = new byte[16 * 1024];
    private int _start, _end;

    internal FrameConnection(StreamConnection connection, FrameOptions options, StreamTrace? trace, StreamStage sent)
    {
        (_connection, _maxFrame) = (connection, options.MaxFrameBytes);
        Sender = new FrameSender(connection, options.QueueBytes, trace, sent);
    }

    internal FrameSender Sender { get; }
    internal StreamConnection Connection => _connection;

    /// <summary>Bytes that the next frame may have at most.</summary>
    internal void SetLimit(int bytes) => _maxFrame = bytes;

    /// <summary>When the bytes of this batch were there, in <see cref="Stopwatch"/> ticks.</summary>
    internal long FilledAt { get; private set; }

    /// <summary>Waits for more bytes. What <see cref="TryTake"/> gave before is no longer valid.</summary>
    /// <returns>False when the peer has completed its writes after a whole frame.</returns>
    /// <exception cref="StreamClosedException">The connection is gone.</exception>
    /// <exception cref="FrameException">It ended within a frame.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]   // each wait would allocate otherwise, and awaits here are many
    internal async ValueTask<bool> FillAsync(CancellationToken ct)
    {
        MakeRoom();
        int read = await _connection.ReadAsync(_buffer.AsMemory(_end), ct);
        FilledAt = Stopwatch.GetTimestamp();
        _end += read;
        if (read == 0 && _end > _start)
            throw new FrameException($"the stream ends {_end - _start} bytes into a frame");
        return read > 0;
    }

    /// <summary>Takes the next whole frame of the batch.</summary>
    /// <param name="frame">With its header; valid until the next <see cref="FillAsync"/>.</param>
    /// <param name="body">Offset of the node's value in it.</param>
    /// <exception cref="FrameException">It is above the limit, or no frame.</exception>
    internal bool TryTake(out ReadOnlyMemory<byte> frame, out int body)
    {
        frame = default;
        if (!Frame.TryFind(_buffer.AsSpan(_start, _end - _start), _maxFrame, out int size, out body))
            return false;
        frame = _buffer.AsMemory(_start, size);
        _start += size;
        return true;
    }

    /// <summary>Sends what is queued, then says why and closes.</summary>
    internal async ValueTask CloseAsync(CloseReason reason, CancellationToken ct)
    {
        try
        {
            await Sender.EmptyAsync(ct);
            if (!_connection.CarriesReason)
                await _connection.WriteAsync(GoAwayFrame.Encode(reason), ct);
            await _connection.CloseAsync(reason, ct);
        }
        catch (StreamClosedException)
        {
            // It went by itself in the meantime.
        }
        catch (OperationCanceledException)
        {
            _connection.Abort(reason);
        }
        Sender.Close(new StreamClosedException(reason));
    }

    public async ValueTask DisposeAsync()
    {
        Sender.Close(new StreamClosedException(CloseReason.Done));
        await _connection.DisposeAsync();
    }

    private void MakeRoom()
    {
        int held = _end - _start;
        if (_start > 0)
            _buffer.AsSpan(_start, held).CopyTo(_buffer);
        (_start, _end) = (0, held);
        if (held == _buffer.Length)
            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, _maxFrame + Frame.MaxHeader));
    }
}

/// <summary>Bounds of one connection.</summary>
public sealed record FrameOptions
{
    /// <summary>A peer that announces more is closed.</summary>
    public int MaxFrameBytes { get; init; } = 16 << 20;

    /// <summary>Bytes that wait for a peer before whoever sends to it has to wait too.</summary>
    public int QueueBytes { get; init; } = 256 << 10;
}
