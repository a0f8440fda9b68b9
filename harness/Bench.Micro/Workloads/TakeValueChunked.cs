using System.Buffers;
using System.Text.Json;
using Bench.Y3;
using BenchmarkDotNet.Attributes;
using Google.Protobuf;

namespace Bench.Micro;

/// <summary>One value out of a message that arrives in chunks: who can, looks at what has arrived after each of them; the others wait for the last.</summary>
public class TakeValueChunked : PairWorkload
{
    private const int ChunkBytes = 64;

    private readonly byte[] _whole = new byte[4096];
    private ChunkedMessage _y3 = new([], ChunkBytes), _json = new([], ChunkBytes), _protobuf = new([], ChunkBytes);
    private byte[] _name = [];
    private Y3Tag _tag;
    private int _key, _pairs, _chunks;
    private PairKind _kind;
    private Func<object, long> _fromTyped = null!, _fromProtobuf = null!;

    public override string Id => "take-value-chunked";
    public override string Title => $"one value out of a message that arrives in chunks of {ChunkBytes} bytes";

    /// <summary>The smallest message is one chunk in all formats.</summary>
    protected override IEnumerable<PairSize> AllSizes => PairSize.WithOneKey.Where(static size => size.IsLargest || (size.IsMiddle && size.Pairs > 3));

    public override bool IsStandard(PairSize size) => size.IsLargest && size.IsMiddle;

    public override IReadOnlyList<string> Arguments(PairSize size) => [.. base.Arguments(size), $"{ChunkBytes}"];

    public override string ExpectedAnswer(PairSize size) => AnswerOf([PairContent.BitsOf(size.Key!.Value)]);

    public override string Answer(object result, WireFormatKind format)
    {
        ArrivedBytes = Math.Min(_chunks * ChunkBytes, Messages.In(format).Length);
        return AnswerOf([(long)result]);
    }

    internal override void Prepare()
    {
        base.Prepare();
        (_y3, _json, _protobuf) = (new(Messages.Y3, ChunkBytes), new(Messages.Json, ChunkBytes), new(Messages.Protobuf, ChunkBytes));
        (_pairs, _key) = (Size.Pairs, Size.Key!.Value);
        (_tag, _name, _kind) = (Y3Tag.Primitive(_key), JsonPairs.Name(_key), PairContent.KindOf[_key]);
        _fromTyped = PairTypes.Getter(PairTypes.Filled(_pairs).GetType(), _key);
        _fromProtobuf = PairTypes.Getter(PairTypes.FilledProtobuf(_pairs).GetType(), _key);
    }

    [Benchmark(Description = "y3-skip")]
    public long Y3Skip() => Y3Pairs.Take(_y3.Arrivals, _tag, _kind, out _chunks);

    [Benchmark(Description = "y3-typed"), MiddleKeyOnly]
    public long Y3Typed()
    {
        ReadOnlySequence<byte> message = WhenAllHaveArrived(_y3);
        // Records are read from one piece of memory.
        Span<byte> whole = _whole.AsSpan(0, (int)message.Length);
        message.CopyTo(whole);
        return _fromTyped(TypedPairs.FromY3(whole, _pairs));
    }

    [Benchmark(Description = "utf8-json-reader")]
    public long Utf8JsonReader() => JsonPairs.Take(_json.Arrivals, _name, _kind, out _chunks);

    [Benchmark(Description = "json-document"), MiddleKeyOnly]
    public long JsonDocument()
    {
        using JsonDocument document = System.Text.Json.JsonDocument.Parse(WhenAllHaveArrived(_json));
        return JsonPairs.Value(document, _name, _kind);
    }

    [Benchmark(Description = "json-source-generated")]
    public long JsonSourceGenerated()
    {
        Utf8JsonReader reader = new(WhenAllHaveArrived(_json));
        return _fromTyped(TypedPairs.FromJsonSourceGenerated(ref reader, _pairs));
    }

    [Benchmark(Description = "protobuf-reader")]
    public long ProtobufReader()
    {
        ChunkStream stream = _protobuf.OpenStream();
        long value = ProtobufPairs.Take(new CodedInputStream(stream), _key, _kind);
        _chunks = stream.Arrived;
        return value;
    }

    [Benchmark(Description = "google-protobuf"), MiddleKeyOnly]
    public long GoogleProtobuf() => _fromProtobuf(TypedPairs.FromProtobuf(WhenAllHaveArrived(_protobuf), _pairs));

    private ReadOnlySequence<byte> WhenAllHaveArrived(ChunkedMessage message)
    {
        _chunks = message.Arrivals.Length;
        return message.Arrivals[^1];
    }
}
