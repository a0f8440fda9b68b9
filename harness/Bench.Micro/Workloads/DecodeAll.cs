using BenchmarkDotNet.Attributes;
using Google.Protobuf;

namespace Bench.Micro;

/// <summary>Every value of a message in memory: into an array by those that read field by field, into an object by the typed ones.</summary>
public class DecodeAll : PairWorkload
{
    private readonly long[] _values = new long[PairContent.Most + 1];
    private byte[] _y3 = [], _json = [], _protobuf = [];
    private int _pairs;

    public override string Id => "decode-all";
    public override string Title => "every value of a message in memory";
    protected override IEnumerable<PairSize> AllSizes => PairSize.WithAllKeys;

    public override bool IsStandard(PairSize size) => size.IsLargest;

    public override string ExpectedAnswer(PairSize size) => AnswerOf(Contents(size.Pairs));

    public override string Answer(object result, WireFormatKind format) =>
        AnswerOf((result is int count ? _values.Take(count + 1) : PairTypes.ValuesOf(result)).Skip(1).Take(Size.Pairs));

    internal override void Prepare()
    {
        base.Prepare();
        (_y3, _json, _protobuf, _pairs) = (Messages.Y3, Messages.Json, Messages.Protobuf, Size.Pairs);
    }

    [Benchmark(Description = "y3-full")]
    public int Y3Full() => Y3Pairs.DecodeAll(_y3, _values);

    [Benchmark(Description = "y3-typed")]
    public object Y3Typed() => TypedPairs.FromY3(_y3, _pairs);

    [Benchmark(Description = "utf8-json-reader")]
    public int Utf8JsonReader() => JsonPairs.DecodeAll(_json, _values);

    [Benchmark(Description = "json-document")]
    public int JsonDocument() => JsonPairs.DecodeAllOfDocument(_json, _values);

    [Benchmark(Description = "json-source-generated")]
    public object JsonSourceGenerated() => TypedPairs.FromJsonSourceGenerated(_json, _pairs);

    [Benchmark(Description = "json-reflection")]
    public object JsonReflection() => TypedPairs.FromJsonReflection(_json, _pairs);

    [Benchmark(Description = "newtonsoft")]
    public object Newtonsoft() => TypedPairs.FromNewtonsoft(_json, _pairs);

    [Benchmark(Description = "protobuf-reader")]
    public int ProtobufReader() => ProtobufPairs.DecodeAll(new CodedInputStream(_protobuf), _values);

    [Benchmark(Description = "google-protobuf")]
    public object GoogleProtobuf() => TypedPairs.FromProtobuf(_protobuf, _pairs);
}
