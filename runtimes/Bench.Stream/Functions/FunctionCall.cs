using System.Buffers;
using System.Diagnostics;

namespace Bench.Streaming;

/// <summary>One message on its way through a function, with the replies and the times inside the host. Used again for the next message.</summary>
public sealed class FunctionCall
{
    private readonly ArrayBufferWriter<byte> _bytes = new(1024);
    private readonly List<(byte Tag, int Start, int Length)> _replies = [];

    public byte Tag { get; private set; }

    /// <summary>Valid until the call ends.</summary>
    public ReadOnlyMemory<byte> Data { get; private set; }

    /// <summary>Transaction id of the message, UTF-8; valid until the call ends.</summary>
    public ReadOnlyMemory<byte> Transaction { get; private set; }

    /// <summary>When the guest's own code began and ended, in <see cref="Stopwatch"/> ticks; 0 where a host cannot tell.</summary>
    public long GuestEntered { get; private set; }

    /// <inheritdoc cref="GuestEntered"/>
    public long GuestLeft { get; private set; }

    public int Replies => _replies.Count;

    /// <summary>Bytes of all replies so far.</summary>
    public int ReplyBytes => _bytes.WrittenCount;

    public (byte Tag, ReadOnlyMemory<byte> Data) this[int reply] =>
        (_replies[reply].Tag, _bytes.WrittenMemory.Slice(_replies[reply].Start, _replies[reply].Length));

    public void Begin(byte tag, ReadOnlyMemory<byte> data, ReadOnlyMemory<byte> transaction)
    {
        (Tag, Data, Transaction, GuestEntered, GuestLeft) = (tag, data, transaction, 0, 0);
        _bytes.ResetWrittenCount();
        _replies.Clear();
    }

    /// <summary>Copies the data; an empty reply is not sent, as YoMo does not.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tag is above 3F: the zipper would close the connection for it.</exception>
    public void Reply(byte tag, ReadOnlySpan<byte> data)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tag, DataFrame.MaxTag);
        _replies.Add((tag, _bytes.WrittenCount, data.Length));
        _bytes.Write(data);
    }

    public void MarkGuest(long entered, long left) => (GuestEntered, GuestLeft) = (entered, left);
}
