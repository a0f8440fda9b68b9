namespace Bench.Y3;

/// <summary>Why what follows cannot be shown.</summary>
/// <param name="Offset">In bytes from the input's begin.</param>
/// <param name="Reason">One line, such as <c>the length is negative</c>.</param>
public sealed record Y3DumpFault(long Offset, string Reason);
