using Bench.Y3;
using BenchmarkDotNet.Attributes;
using Google.Protobuf;

namespace Bench.Micro;

/// <summary>One value out of a message that lies in memory as a whole.</summary>
public class TakeValue : PairWorkload
{
    private byte[] _y3 = [], _json = [], _protobuf = [], _name = [];
    private Y3Tag _tag;
    private int _key, _pairs;
    private PairKind _kind;
    private Func<object, long> _fromTyped = null!, _fromProtobuf = null!;

    public override string Id => "take-value";
    public override string Title => "one value out of a message in memory";
    protected override IEnumerable<PairSize> AllSizes => PairSize.WithOneKey;

    public override bool IsStandard(PairSize size) => size.IsMiddle;

    public override string ExpectedAnswer(PairSize size) => AnswerOf([PairContent.BitsOf(size.Key!.Value)]);

    public override string Answer(object result, WireFormatKind format) => AnswerOf([(long)result]);

    internal override void Prepare()
    {
        base.Prepare();
        (_y3, _json, _protobuf) = (Messages.Y3, Messages.Json, Messages.Protobuf);
        (_pairs, _key) = (Size.Pairs, Size.Key!.Value);
        (_tag, _name, _kind) = (Y3Tag.Primitive(_key), JsonPairs.Name(_key), PairContent.KindOf[_key]);
        _fromTyped = PairTypes.Getter(PairTypes.Filled(_pairs).GetType(), _key);
        _fromProtobuf = PairTypes.Getter(PairTypes.FilledProtobuf(_pairs).GetType(), _key);
    }

    [Benchmark(Description = "y3-skip")]
    public long Y3Skip() => Y3Pairs.Take(_y3, _tag, _kind);

    [Benchmark(Description = "y3-typed"), MiddleKeyOnly]
    public long Y3Typed() => _fromTyped(TypedPairs.FromY3(_y3, _pairs));

    [Benchmark(Description = "utf8-json-reader")]
    public long Utf8JsonReader() => JsonPairs.Take(_json, _name, _kind);

    [Benchmark(Description = "json-document")]
    public long JsonDocument() => JsonPairs.TakeFromDocument(_json, _name, _kind);

    [Benchmark(Description = "json-dictionary"), MiddleKeyOnly]
    public long JsonDictionary() => JsonPairs.TakeFromDictionary(_json, _key, _kind);

    [Benchmark(Description = "json-source-generated")]
    public long JsonSourceGenerated() => _fromTyped(TypedPairs.FromJsonSourceGenerated(_json, _pairs));

    [Benchmark(Description = "json-reflection"), MiddleKeyOnly]
    public long JsonReflection() => _fromTyped(TypedPairs.FromJsonReflection(_json, _pairs));

    [Benchmark(Description = "newtonsoft"), MiddleKeyOnly]
    public long Newtonsoft() => _fromTyped(TypedPairs.FromNewtonsoft(_json, _pairs));

    [Benchmark(Description = "protobuf-reader")]
    public long ProtobufReader() => ProtobufPairs.Take(new CodedInputStream(_protobuf), _key, _kind);

    [Benchmark(Description = "google-protobuf"), MiddleKeyOnly]
    public long GoogleProtobuf() => _fromProtobuf(TypedPairs.FromProtobuf(_protobuf, _pairs));
}
