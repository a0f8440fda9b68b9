using System.Buffers;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Google.Protobuf;

namespace Bench.Micro;

/// <summary>A message made from values in memory, into a buffer that is large enough.</summary>
public class Encode : PairWorkload, IDisposable
{
    private readonly byte[] _destination = new byte[4096];
    private readonly PairValues _values = new();
    private readonly FixedBuffer _buffer;
    private readonly Utf8JsonWriter _writer;
    private object _typed = null!;
    private IMessage _protobuf = null!;
    private int _pairs;

    public Encode()
    {
        _buffer = new FixedBuffer(_destination);
        _writer = new Utf8JsonWriter(_buffer);
    }

    public override string Id => "encode";
    public override string Title => "a message from values in memory, into a buffer that is large enough";
    protected override IEnumerable<PairSize> AllSizes => PairSize.WithAllKeys;

    public override bool IsStandard(PairSize size) => size.IsLargest;

    public override string ExpectedAnswer(PairSize size) => AnswerOf(Contents(size.Pairs));

    /// <summary>What the written bytes decode to.</summary>
    public override string Answer(object result, WireFormatKind format)
    {
        ReadOnlySpan<byte> written = _destination.AsSpan(0, (int)result);
        long[] values = new long[PairContent.Most + 1];
        int count = format switch
        {
            WireFormatKind.Y3 => Y3Pairs.DecodeAll(written, values),
            WireFormatKind.Json => JsonPairs.DecodeAll(written, values),
            WireFormatKind.Protobuf => ProtobufPairs.DecodeAll(new CodedInputStream(written.ToArray()), values),
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };
        return AnswerOf(values.Take(count + 1).Skip(1));
    }

    internal override void Prepare()
    {
        base.Prepare();
        _pairs = Size.Pairs;
        (_typed, _protobuf) = (PairTypes.Filled(_pairs), PairTypes.FilledProtobuf(_pairs));
    }

    public void Dispose()
    {
        _writer.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Description = "y3-writer")]
    public int Y3Writer() => Y3Pairs.Encode(_destination, _values, _pairs);

    [Benchmark(Description = "y3-typed")]
    public int Y3Typed() => TypedPairs.ToY3(_destination, _typed);

    [Benchmark(Description = "utf8-json-writer")]
    public int Utf8JsonWriter()
    {
        _buffer.Clear();
        _writer.Reset();
        JsonPairs.Encode(_writer, _values, _pairs);
        return _buffer.Written;
    }

    [Benchmark(Description = "json-source-generated")]
    public int JsonSourceGenerated()
    {
        _buffer.Clear();
        _writer.Reset();
        TypedPairs.ToJsonSourceGenerated(_writer, _typed);
        return _buffer.Written;
    }

    [Benchmark(Description = "newtonsoft")]
    public int Newtonsoft() => System.Text.Encoding.UTF8.GetBytes(TypedPairs.ToNewtonsoft(_typed), _destination);

    [Benchmark(Description = "google-protobuf")]
    public int GoogleProtobuf()
    {
        int size = _protobuf.CalculateSize();
        _protobuf.WriteTo(_destination.AsSpan(0, size));
        return size;
    }

    /// <summary>A buffer writer over one array, which never grows.</summary>
    private sealed class FixedBuffer(byte[] bytes) : IBufferWriter<byte>
    {
        internal int Written { get; private set; }

        internal void Clear() => Written = 0;

        public void Advance(int count) => Written += count;

        public Memory<byte> GetMemory(int sizeHint = 0) => bytes.AsMemory(Written);

        public Span<byte> GetSpan(int sizeHint = 0) => bytes.AsSpan(Written);
    }
}
