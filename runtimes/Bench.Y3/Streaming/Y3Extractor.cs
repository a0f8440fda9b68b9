using System.Buffers;

namespace Bench.Y3;

/// <summary>Takes what one consumer observes out of the chunks of a stream.</summary>
internal abstract class Y3Extractor<T>(int id, Y3Options options)
{
    /// <summary>Has passed what was cut off the chunks.</summary>
    protected Y3Scanner Scanner { get; } = new([id], options);

    protected Y3Options Options => options;

    /// <summary>What <see cref="Read"/> or <see cref="End"/> threw.</summary>
    public Y3FormatException? Fault { get; private set; }

    /// <summary>Goes on to what is observed next.</summary>
    /// <param name="chunk">What follows in the stream; on return, what is still to be gone through.</param>
    /// <exception cref="Y3FormatException">The bytes are wrong.</exception>
    public bool Read(ref ReadOnlyMemory<byte> chunk, out T item)
    {
        bool found = TryTake(ref chunk, out item);
        ThrowUnlessDone(Scanner.Status);
        return found;
    }

    /// <exception cref="Y3FormatException">The stream ends inside a packet.</exception>
    public void End() => ThrowUnlessDone(Scanner.End());

    protected abstract bool TryTake(ref ReadOnlyMemory<byte> chunk, out T item);

    /// <summary>Goes on to the next observed packet; the chunk begins with its value then.</summary>
    protected bool Find(ref ReadOnlyMemory<byte> chunk)
    {
        ReadOnlySpan<byte> rest = chunk.Span;
        bool found = Scanner.Read(ref rest);
        chunk = chunk[^rest.Length..];
        return found;
    }

    /// <summary>Cuts off the next bytes of the value that the scanner stands in.</summary>
    protected ReadOnlyMemory<byte> Pass(ref ReadOnlyMemory<byte> chunk, int count)
    {
        ReadOnlyMemory<byte> part = chunk[..Math.Min(count, chunk.Length)];
        ReadOnlySpan<byte> bytes = part.Span;
        Scanner.Read(ref bytes);   // finds nothing: with the one id found, the rest of the root is not looked at
        chunk = chunk[part.Length..];
        return part;
    }

    private void ThrowUnlessDone(OperationStatus status)
    {
        if (status != OperationStatus.Done)
            throw Fault = new Y3FormatException(status, Scanner.Offset);
    }
}
