using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace Bench.Streaming;

/// <summary>Numbers as JSON numbers, bytes in base64, readings as an object with noise, time and from.</summary>
internal sealed class JsonCodec : IPayloadCodec
{
    private readonly PayloadKind _kind;
    private readonly ArrayBufferWriter<byte> _message = new(256);
    private readonly Utf8JsonWriter _writer;
    private readonly byte[] _value = new byte[sizeof(double)];
    private NoiseReading? _last;

    internal JsonCodec(PayloadKind kind) => (_kind, _writer) = (kind, new Utf8JsonWriter(_message));

    public ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> message)
    {
        try
        {
            return Decode(message.Span);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"no value in JSON: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    public ReadOnlyMemory<byte> Encode(ReadOnlyMemory<byte> value)
    {
        _message.ResetWrittenCount();
        _writer.Reset();
        if (_kind == PayloadKind.F64)
            _writer.WriteNumberValue(Finite(Values.Double(value)));
        else if (_kind == PayloadKind.F32)
            _writer.WriteNumberValue((float)Finite(Values.Single(value)));
        else if (_kind == PayloadKind.Bytes)
            _writer.WriteBase64StringValue(value.Span);
        else
            Write((float)Finite(Values.Single(value)));
        _writer.Flush();
        return _message.WrittenMemory;
    }

    private ReadOnlyMemory<byte> Decode(ReadOnlySpan<byte> message)
    {
        if (_kind == PayloadKind.Sensor)
        {
            _last = JsonSerializer.Deserialize(message, NoiseReadingJson.Default.NoiseReading) ?? throw new FormatException("no reading in JSON: null");
            return Single(_last.Noise);
        }
        Utf8JsonReader reader = new(message);
        reader.Read();
        ReadOnlyMemory<byte> value = _kind switch
        {
            PayloadKind.F64 => Double(reader.GetDouble()),
            PayloadKind.F32 => Single(reader.GetSingle()),
            _ => reader.GetBytesFromBase64(),
        };
        return reader.Read() ? throw new FormatException("more than one value in JSON") : value;
    }

    private void Write(float noise) =>
        JsonSerializer.Serialize(_writer, _last is null ? NoiseReading.Now(noise) : _last with { Noise = noise }, NoiseReadingJson.Default.NoiseReading);

    private ReadOnlyMemory<byte> Single(float value)
    {
        BinaryPrimitives.WriteSingleBigEndian(_value, value);
        return _value.AsMemory(0, sizeof(float));
    }

    private ReadOnlyMemory<byte> Double(double value)
    {
        BinaryPrimitives.WriteDoubleBigEndian(_value, value);
        return _value;
    }

    private static double Finite(double value) => double.IsFinite(value) ? value : throw new FormatException($"JSON has no number {value}");
}
