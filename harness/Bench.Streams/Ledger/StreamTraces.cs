using Bench.Streaming;

namespace Bench.Streams;

/// <summary>What the nodes of one run recorded.</summary>
/// <param name="Functions">In the order in which a message passes them; the marks of all instances of a function together.</param>
/// <param name="Tags">Of the message between two nodes: what the source sends, what each function replies. One more than functions.</param>
public sealed record StreamTraces(
    IReadOnlyList<StreamMark> Source, IReadOnlyList<StreamMark> Zipper, IReadOnlyList<IReadOnlyList<StreamMark>> Functions, IReadOnlyList<StreamMark> Sink, IReadOnlyList<byte> Tags);
