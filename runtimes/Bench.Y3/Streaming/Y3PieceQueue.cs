using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Bench.Y3;

/// <summary>
/// Hands pieces to an enumeration in two buffers of its own, which go to and fro: one is filled while the other is read.
/// What the source lent may be gone while a consumer still reads, so it is copied.
/// </summary>
internal sealed class Y3PieceQueue : Y3Consumer
{
    private const int Buffers = 2, BufferSize = 64 * 1024;

    private readonly Channel<byte[]> _free = Channel.CreateBounded<byte[]>(Buffers);
    private readonly Channel<(Y3Piece Piece, byte[] Buffer)> _filled = Channel.CreateBounded<(Y3Piece, byte[])>(Buffers);

    public Y3PieceQueue(Y3Hub hub, int id)
        : base(hub, id)
    {
        for (int i = 0; i < Buffers; i++)
            _free.Writer.TryWrite(new byte[BufferSize]);
    }

    /// <returns>When the piece was copied, or the consumer is over.</returns>
    public async ValueTask AcceptAsync(Y3Piece lent, CancellationToken ct)
    {
        int at = 0;
        do
        {
            if (!await _free.Reader.WaitToReadAsync(ct) || !_free.Reader.TryRead(out byte[]? buffer))
                return;
            int size = Math.Min(BufferSize, lent.Memory.Length - at);
            lent.Memory.Slice(at, size).CopyTo(buffer);
            _filled.Writer.TryWrite((lent with { Offset = lent.Offset + at, Memory = buffer.AsMemory(0, size) }, buffer));
            at += size;
        }
        while (at < lent.Memory.Length);
    }

    public async IAsyncEnumerable<Y3Piece> ReadAllAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await foreach ((Y3Piece piece, byte[] buffer) in _filled.Reader.ReadAllAsync(ct))
        {
            yield return piece;
            _free.Writer.TryWrite(buffer);
        }
    }

    protected override void OnEnd(Exception? error)
    {
        _filled.Writer.TryComplete(error);
        _free.Writer.TryComplete();   // the pump may wait for one
    }
}
