namespace Bench.Functions;

/// <summary>A stream function in C#: what <c>observe</c> and <c>handle</c> are in C.</summary>
public interface IStreamFunction
{
    /// <summary>0 to 3F.</summary>
    IReadOnlyList<byte> ObservedTags { get; }

    /// <param name="replies">For any number of replies; the message's bytes are gone afterwards.</param>
    /// <exception cref="FormatException">The message is none for this function: it is given up.</exception>
    void Handle(byte tag, ReadOnlySpan<byte> data, IReplies replies);
}
