namespace Bench.Fuzz;

/// <summary>An input that shows a fault.</summary>
/// <param name="Kind">What a smaller input must show too: the rule, or the type of the exception.</param>
/// <param name="Message">One line or more; of an exception with its stack.</param>
internal sealed record FuzzFinding(long Index, string Kind, string Message, byte[] Input, ulong Choices)
{
    /// <summary>Of the input before it was made smaller.</summary>
    public int FoundLength { get; init; } = Input.Length;
}

/// <param name="Inputs">That were examined to their end.</param>
/// <param name="Interrupted">Whether it was ended before the inputs or the time that were asked for.</param>
internal sealed record FuzzResult(long Inputs, TimeSpan Elapsed, FuzzFinding? Finding, bool Interrupted);
