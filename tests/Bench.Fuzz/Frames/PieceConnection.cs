using System.Buffers;
using System.Net;
using Bench.Streaming;

namespace Bench.Fuzz;

/// <summary>A connection on which an input comes in pieces, and then the peer's end; it takes nothing.</summary>
internal sealed class PieceConnection(ReadOnlySequence<byte> input) : StreamConnection
{
    private ReadOnlySequence<byte> _left = input;

    public override string Transport => "pieces";
    public override IPEndPoint RemoteEndPoint { get; } = new(IPAddress.Loopback, 1);
    public override Task<CloseReason> Closed => Task.FromResult(CloseReason.Done);

    /// <summary>The rest of one piece at most.</summary>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct)
    {
        FuzzFault.Unless(!buffer.IsEmpty, "a reader that waits has room");
        while (_left.FirstSpan.IsEmpty && !_left.IsEmpty)
            _left = _left.Slice(_left.GetPosition(0, NextPiece()));
        int length = Math.Min(buffer.Length, _left.FirstSpan.Length);
        _left.FirstSpan[..length].CopyTo(buffer.Span);
        _left = _left.Slice(length);
        return new ValueTask<int>(length);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct) => throw new StreamClosedException(CloseReason.Done);

    public override ValueTask CompleteWritesAsync(CancellationToken ct) => ValueTask.CompletedTask;

    public override ValueTask CloseAsync(CloseReason reason, CancellationToken ct) => ValueTask.CompletedTask;

    public override void Abort(CloseReason reason)
    {
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private SequencePosition NextPiece()
    {
        SequencePosition next = _left.Start;
        _left.TryGet(ref next, out _);
        return next;
    }
}
