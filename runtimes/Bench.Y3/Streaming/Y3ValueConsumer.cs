namespace Bench.Y3;

/// <summary>Wants whole values.</summary>
internal abstract class Y3ValueConsumer(Y3Hub hub, int id) : Y3Consumer(hub, id)
{
    /// <returns>When there was room for the value, or the consumer is over.</returns>
    public abstract ValueTask AcceptAsync(Y3Value value, CancellationToken ct);
}
