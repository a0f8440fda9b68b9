namespace Bench.Functions;

public interface IReplies
{
    /// <summary>Copies the data.</summary>
    /// <param name="tag">0 to 3F.</param>
    void Reply(byte tag, ReadOnlySpan<byte> data);
}
