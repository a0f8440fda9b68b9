namespace Bench.Workloads;

internal sealed class JsonDecode : SensorWorkload
{
    /// <summary>Longer than any name that is known.</summary>
    private const int NameMax = 16;

    public override int Encode(SensorReading reading, Span<byte> destination) => JsonEncoder.Encode(reading, destination);

    public override bool TryDecode(ReadOnlySpan<byte> source, SensorMessage message)
    {
        JsonReader text = new(source);
        Span<byte> name = stackalloc byte[NameMax];
        if (!text.TryTake((byte)'{'))
            return false;
        if (!text.TryTake((byte)'}'))
        {
            do
            {
                if (!TryReadName(ref text, name, out int length) || !TryReadMember(ref text, name[..length], message))
                    return false;
            }
            while (text.TryTake((byte)','));
            if (!text.TryTake((byte)'}'))
                return false;
        }
        return text.Peek() < 0;
    }

    /// <summary>A member that is null is as good as not sent.</summary>
    private static bool TryReadMember(ref JsonReader text, scoped ReadOnlySpan<byte> name, SensorMessage message)
    {
        if (text.Peek() == 'n')
            return text.TryTakeWord("null"u8);
        if (name.SequenceEqual("device"u8))
            return TryReadText(ref text, message.Device, out message.DeviceLength);
        if (name.SequenceEqual("sequence"u8))
        {
            bool isInteger = TryReadInteger(ref text, 0, uint.MaxValue, out long sequence);
            message.Sequence = (uint)sequence;
            return isInteger;
        }
        if (name.SequenceEqual("time"u8))
            return TryReadInteger(ref text, long.MinValue, long.MaxValue, out message.Time);
        if (name.SequenceEqual("location"u8))
            return TryReadLocation(ref text, message);
        if (name.SequenceEqual("noise"u8))
            return TryReadSingle(ref text, out message.Noise);
        if (name.SequenceEqual("temperature"u8))
            return TryReadDouble(ref text, out message.Temperature);
        if (name.SequenceEqual("alarm"u8))
            return text.TryReadBool(out message.Alarm);
        if (name.SequenceEqual("samples"u8))
            return TryReadSamples(ref text, message);
        if (name.SequenceEqual("note"u8))
            return TryReadText(ref text, message.Note, out message.NoteLength);
        return text.TrySkip(1);
    }

    private static bool TryReadLocation(ref JsonReader text, SensorMessage message)
    {
        if (!text.TryTake((byte)'{'))
            return false;
        if (text.TryTake((byte)'}'))
            return true;
        Span<byte> name = stackalloc byte[NameMax];
        do
        {
            if (!TryReadName(ref text, name, out int length) || !TryReadLocationMember(ref text, name[..length], message))
                return false;
        }
        while (text.TryTake((byte)','));
        return text.TryTake((byte)'}');
    }

    private static bool TryReadLocationMember(ref JsonReader text, scoped ReadOnlySpan<byte> name, SensorMessage message)
    {
        if (text.Peek() == 'n')
            return text.TryTakeWord("null"u8);
        if (name.SequenceEqual("latitude"u8))
            return TryReadDouble(ref text, out message.Latitude);
        if (name.SequenceEqual("longitude"u8))
            return TryReadDouble(ref text, out message.Longitude);
        return text.TrySkip(2);
    }

    private static bool TryReadSamples(ref JsonReader text, SensorMessage message)
    {
        message.SampleCount = 0;
        if (!text.TryTake((byte)'['))
            return false;
        if (text.TryTake((byte)']'))
            return true;
        do
        {
            if (message.SampleCount == SensorMessage.SamplesMax || !TryReadInteger(ref text, int.MinValue, int.MaxValue, out long value))
                return false;
            message.Samples[message.SampleCount++] = (int)value;
        }
        while (text.TryTake((byte)','));
        return text.TryTake((byte)']');
    }

    /// <param name="length">0 for a name that is too long for the buffer: it is none that is known.</param>
    private static bool TryReadName(ref JsonReader text, scoped Span<byte> name, out int length)
    {
        bool isName = text.TryReadString(name, out length) && text.TryTake((byte)':');
        if (length > name.Length)
            length = 0;
        return isName;
    }

    private static bool TryReadInteger(ref JsonReader text, long least, long most, out long value)
    {
        value = 0;
        return text.TryReadNumber(out DecimalText number) && number.TryGetInteger(least, most, out value);
    }

    private static bool TryReadDouble(ref JsonReader text, out double value)
    {
        value = 0;
        return text.TryReadNumber(out DecimalText number) && number.TryGetDouble(out value);
    }

    private static bool TryReadSingle(ref JsonReader text, out float value)
    {
        bool isNumber = TryReadDouble(ref text, out double wide);
        value = (float)wide;
        return isNumber && float.IsFinite(value);
    }

    private static bool TryReadText(ref JsonReader text, scoped Span<byte> destination, out int length) =>
        text.TryReadString(destination, out length) && length <= destination.Length;
}
