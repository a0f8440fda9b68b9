using System.Buffers;
using System.Buffers.Binary;
using Bench.Y3;

namespace Bench.Streaming;

/// <summary>Numbers and bytes as one primitive packet with the id 0x10, readings as a message with one node.</summary>
internal sealed class Y3Codec(PayloadKind kind) : IPayloadCodec
{
    private readonly ArrayBufferWriter<byte> _message = new(256);
    private readonly byte[] _value = new byte[sizeof(double)];
    private NoiseReading? _last;

    public ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> message)
    {
        if (kind == PayloadKind.Sensor)
        {
            if (Y3Message.Decode(message.Span, NoiseReading.Observed, out _last, out int offset) is OperationStatus fault and not OperationStatus.Done)
                throw new FormatException($"no reading in Y3: {fault} at byte {offset} of {message.Length}");
            BinaryPrimitives.WriteSingleBigEndian(_value, _last!.Noise);
            return _value.AsMemory(0, sizeof(float));
        }
        Y3Reader reader = new(message.Span);
        if (!reader.Read(Y3Tag.Primitive(NoiseReading.Observed)) || reader.Position != message.Length)
            throw new FormatException($"{message.Length} bytes are not one primitive packet 0x{NoiseReading.Observed:x2}");
        switch (kind)
        {
            case PayloadKind.F64 when reader.GetDouble(out double value) == OperationStatus.Done:
                BinaryPrimitives.WriteDoubleBigEndian(_value, value);
                return _value;
            case PayloadKind.F32 when reader.GetSingle(out float value) == OperationStatus.Done:
                BinaryPrimitives.WriteSingleBigEndian(_value, value);
                return _value.AsMemory(0, sizeof(float));
            case PayloadKind.Bytes:
                return message.Slice(reader.ValueOffset, reader.Value.Length);
            default:
                throw new FormatException($"{reader.Value.Length} bytes are no number in Y3");
        }
    }

    public ReadOnlyMemory<byte> Encode(ReadOnlyMemory<byte> value)
    {
        _message.ResetWrittenCount();
        if (kind == PayloadKind.Sensor)
        {
            float noise = Values.Single(value);
            if (Y3Message.Encode(_message, NoiseReading.Observed, _last is null ? NoiseReading.Now(noise) : _last with { Noise = noise }) != OperationStatus.Done)
                throw new FormatException("the reading is too large for Y3");
            return _message.WrittenMemory;
        }
        Y3Writer writer = new(_message);
        if (kind == PayloadKind.F64)
            writer.WriteDouble(NoiseReading.Observed, Values.Double(value));
        else if (kind == PayloadKind.F32)
            writer.WriteSingle(NoiseReading.Observed, Values.Single(value));
        else
            writer.WriteBytes(NoiseReading.Observed, value.Span);
        return writer.Finish() == OperationStatus.Done ? _message.WrittenMemory : throw new FormatException($"{value.Length} bytes are too many for Y3");
    }
}
