namespace Bench.Streaming;

/// <summary>The other side sent what is no frame; the message says what, in one line. The connection cannot go on.</summary>
public sealed class FrameException(string message) : IOException(message);
