using System.Text;

namespace Bench.Streaming;

/// <summary>A message with bytes of its own: it may be kept, unlike a <see cref="FunctionCall"/>.</summary>
public sealed class StreamMessage
{
    /// <param name="tag">0 to 3F.</param>
    /// <param name="transaction">UTF-8.</param>
    public StreamMessage(byte tag, ReadOnlyMemory<byte> data, ReadOnlyMemory<byte> transaction) => (Tag, Data, Transaction) = (tag, data, transaction);

    internal StreamMessage(FunctionCall call)
    {
        byte[] bytes = new byte[call.Data.Length + call.Transaction.Length];
        call.Data.CopyTo(bytes);
        call.Transaction.CopyTo(bytes.AsMemory(call.Data.Length));
        (Tag, Data, Transaction) = (call.Tag, bytes.AsMemory(0, call.Data.Length), bytes.AsMemory(call.Data.Length));
    }

    public byte Tag { get; }

    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Transaction id, UTF-8.</summary>
    public ReadOnlyMemory<byte> Transaction { get; }

    /// <summary>Takes note that a function gave this message up, and why; null where nobody counts.</summary>
    internal Action<StreamMessage, FunctionFault, string>? Refused { get; init; }

    /// <exception cref="FormatException">The data is none of the kind; says which message.</exception>
    /// <inheritdoc cref="StreamData.ToNumber"/>
    public double ToNumber() => Read(static data => StreamData.ToNumber(data));

    /// <exception cref="FormatException">The data is none of the kind; says which message.</exception>
    /// <inheritdoc cref="StreamData.ToText"/>
    public string ToText() => Read(static data => StreamData.ToText(data));

    public override string ToString() => $"message {Encoding.UTF8.GetString(Transaction.Span)} with tag 0x{Tag:X2}, {Data.Length} bytes";

    private T Read<T>(Func<ReadOnlySpan<byte>, T> read)
    {
        try
        {
            return read(Data.Span);
        }
        catch (FormatException e)
        {
            throw new FormatException($"{this}: {e.Message}", e);
        }
    }
}
