using System.Threading.Channels;

namespace Bench.Y3;

/// <summary>Values that wait for an enumeration.</summary>
internal sealed class Y3ValueQueue(Y3Hub hub, int id, int capacity) : Y3ValueConsumer(hub, id)
{
    private readonly Channel<Y3Value> _values = Channel.CreateBounded<Y3Value>(capacity);

    public override ValueTask AcceptAsync(Y3Value value, CancellationToken ct) =>
        _values.Writer.TryWrite(value) ? default : WaitForRoomAsync(value, ct);

    public IAsyncEnumerable<Y3Value> ReadAllAsync(CancellationToken ct) => _values.Reader.ReadAllAsync(ct);

    protected override void OnEnd(Exception? error) => _values.Writer.TryComplete(error);

    private async ValueTask WaitForRoomAsync(Y3Value value, CancellationToken ct)
    {
        while (await _values.Writer.WaitToWriteAsync(ct))
            if (_values.Writer.TryWrite(value))
                return;
    }
}
