using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Bench.Y3;

/// <summary>
/// Observes one id in a stream of root packets, for one consumer, who pulls: nothing is read before it asks, and nothing
/// stands between the bytes and the value. <see cref="Y3Hub"/> serves several. <see cref="Y3Scanner"/> says what is found.
/// </summary>
/// <remarks>
/// <para>A <see cref="Stream"/> is read through <see cref="PipeReader.Create(Stream, StreamPipeReaderOptions?)"/>. The reader is completed when the enumeration ends, however it ends; so there is one enumeration of it.</para>
/// <para>Bytes that are no packets, or a stream that ends inside one, end the enumeration with a <see cref="Y3FormatException"/>, behind all values before the fault.</para>
/// </remarks>
public static class Y3Streaming
{
    /// <summary>Whole values of any kind; up to <see cref="Y3Options.MaxLength"/>, which does not limit the nodes around them.</summary>
    /// <param name="id">0 to 63.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another id.</exception>
    public static IAsyncEnumerable<Y3Value> ObserveAsync(PipeReader source, int id, Y3Options? options = null, CancellationToken ct = default) =>
        EnumerateAsync(source, new Y3PacketExtractor<Y3Value>(id, options ?? Y3Options.Default, static value => value, keeps: true), ct);

    /// <summary>Values that <paramref name="decode"/> reads, without a copy where a chunk has the whole packet.</summary>
    /// <inheritdoc cref="ObserveAsync(PipeReader, int, Y3Options?, CancellationToken)"/>
    public static IAsyncEnumerable<T> ObserveAsync<T>(PipeReader source, int id, Y3Decoder<T> decode, Y3Options? options = null, CancellationToken ct = default) =>
        EnumerateAsync(source, new Y3PacketExtractor<T>(id, options ?? Y3Options.Default, value => value.Decode(decode), keeps: false), ct);

    /// <summary>Nodes that are records. An observed packet that is no node is a fault.</summary>
    /// <inheritdoc cref="ObserveAsync(PipeReader, int, Y3Options?, CancellationToken)"/>
    public static IAsyncEnumerable<T> ObserveAsync<T>(PipeReader source, int id, Y3Options? options = null, CancellationToken ct = default)
        where T : IY3Record<T> =>
        EnumerateAsync(source, new Y3PacketExtractor<T>(id, options ?? Y3Options.Default, static value => value.Decode<T>(), keeps: false), ct);

    /// <summary>Values of any length in constant memory: their parts as they come, without a copy.</summary>
    /// <inheritdoc cref="ObserveAsync(PipeReader, int, Y3Options?, CancellationToken)"/>
    public static IAsyncEnumerable<Y3Piece> ObservePiecesAsync(PipeReader source, int id, Y3Options? options = null, CancellationToken ct = default) =>
        EnumerateAsync(source, new Y3PieceExtractor(id, options ?? Y3Options.Default), ct);

    private static async IAsyncEnumerable<T> EnumerateAsync<T>(PipeReader source, Y3Extractor<T> extractor, [EnumeratorCancellation] CancellationToken ct)
    {
        try
        {
            await foreach (ReadOnlyMemory<byte> chunk in source.ChunksAsync(ct))
            {
                ReadOnlyMemory<byte> rest = chunk;
                while (extractor.Read(ref rest, out T item))
                    yield return item;
            }
            extractor.End();
        }
        finally
        {
            await source.CompleteAsync(extractor.Fault);
        }
    }
}
