namespace Bench.Workloads;

/// <summary>Each method takes the place of the next byte and returns the one behind what it wrote.</summary>
internal static class JsonEncoder
{
    public static int Encode(SensorReading reading, Span<byte> destination)
    {
        int end = 0;
        for (int i = 0; i < SensorReading.Fields; i++)
        {
            SensorField field = reading.FieldAt(i);
            if (field == SensorField.Firmware && !reading.HasFirmware)
                continue;
            destination[end] = end == 0 ? (byte)'{' : (byte)',';
            end = PutMember(destination, end + 1, reading, field);
        }
        destination[end++] = (byte)'}';
        return end;
    }

    private static int PutMember(Span<byte> to, int at, SensorReading reading, SensorField field)
    {
        switch (field)
        {
            case SensorField.Device:
                return PutString(to, Put(to, at, "\"device\":"u8), reading.Device.AsSpan(0, reading.DeviceLength));
            case SensorField.Sequence:
                return PutInteger(to, Put(to, at, "\"sequence\":"u8), reading.Sequence);
            case SensorField.Time:
                return PutInteger(to, Put(to, at, "\"time\":"u8), reading.Time);
            case SensorField.Location:
                at = PutDecimal(to, Put(to, at, "\"location\":{\"latitude\":"u8), reading.Latitude, 6, reading.Scientific);
                at = PutDecimal(to, Put(to, at, ",\"longitude\":"u8), reading.Longitude, 6, reading.Scientific);
                return Put(to, at, "}"u8);
            case SensorField.Noise:
                return PutDecimal(to, Put(to, at, "\"noise\":"u8), reading.Noise, 3, reading.Scientific);
            case SensorField.Temperature:
                return PutDecimal(to, Put(to, at, "\"temperature\":"u8), reading.Temperature, 3, reading.Scientific);
            case SensorField.Alarm:
                return Put(to, at, reading.Alarm ? "\"alarm\":true"u8 : "\"alarm\":false"u8);
            case SensorField.Samples:
                return PutSamples(to, Put(to, at, "\"samples\":"u8), reading);
            case SensorField.Note:
                at = Put(to, at, "\"note\":"u8);
                return reading.NoteLength == 0 ? Put(to, at, "null"u8) : PutString(to, at, reading.Note.AsSpan(0, reading.NoteLength));
            default:
                return Put(to, at, "\"firmware\":{\"version\":\"2.1\",\"flags\":[true,false,null,{}],\"scale\":6.25E-2,\"name\":\"\\\"}]\"}"u8);
        }
    }

    private static int PutSamples(Span<byte> to, int at, SensorReading reading)
    {
        to[at++] = (byte)'[';
        for (int i = 0; i < reading.SampleCount; i++)
        {
            if (i > 0)
                to[at++] = (byte)',';
            at = PutInteger(to, at, reading.Samples[i]);
        }
        to[at++] = (byte)']';
        return at;
    }

    private static int Put(Span<byte> to, int at, ReadOnlySpan<byte> text)
    {
        text.CopyTo(to[at..]);
        return at + text.Length;
    }

    private static int PutDigits(Span<byte> to, int at, ulong value)
    {
        Span<byte> digits = stackalloc byte[20];
        int first = digits.Length;
        do
        {
            digits[--first] = (byte)('0' + value % 10);
            value /= 10;
        }
        while (value > 0);
        return Put(to, at, digits[first..]);
    }

    private static int PutInteger(Span<byte> to, int at, long value)
    {
        if (value < 0)
            to[at++] = (byte)'-';
        return PutDigits(to, at, value < 0 ? 0 - (ulong)value : (ulong)value);
    }

    /// <summary>Units of 10 to the minus <paramref name="places"/>: 12.5, or 12500e-3.</summary>
    private static int PutDecimal(Span<byte> to, int at, int units, int places, bool scientific)
    {
        if (scientific)
            return PutDigits(to, Put(to, PutInteger(to, at, units), "e-"u8), (ulong)places);
        uint one = 1, magnitude = units < 0 ? 0 - (uint)units : (uint)units;
        for (int i = 0; i < places; i++)
            one *= 10;
        if (units < 0)
            to[at++] = (byte)'-';
        at = PutDigits(to, at, magnitude / one);
        uint fraction = magnitude % one;
        if (fraction > 0)
            to[at++] = (byte)'.';
        for (; fraction > 0; fraction = fraction * 10 % one)
            to[at++] = (byte)('0' + fraction * 10 / one);
        return at;
    }

    private static int PutUnit(Span<byte> to, int at, uint unit)
    {
        at = Put(to, at, "\\u"u8);
        for (int shift = 12; shift >= 0; shift -= 4)
            to[at++] = "0123456789ABCDEF"u8[(int)(unit >> shift & 15)];
        return at;
    }

    /// <summary>What lies beyond 16 bits as a pair of surrogates, as encoders do that are made for JavaScript.</summary>
    private static int PutString(Span<byte> to, int at, ReadOnlySpan<byte> text)
    {
        to[at++] = (byte)'"';
        for (int i = 0; i < text.Length; i++)
        {
            byte c = text[i];
            if (c >= 0xf0)
            {
                uint point = (c & 7u) << 18 | (text[i + 1] & 63u) << 12 | (text[i + 2] & 63u) << 6 | (text[i + 3] & 63u);
                at = PutUnit(to, at, 0xd800 + ((point - 0x10000) >> 10));
                at = PutUnit(to, at, 0xdc00 + (point & 0x3ff));
                i += 3;
            }
            else if (c is (byte)'"' or (byte)'\\')
            {
                to[at++] = (byte)'\\';
                to[at++] = c;
            }
            else if (c is (byte)'\n' or (byte)'\t')
            {
                to[at++] = (byte)'\\';
                to[at++] = c == '\n' ? (byte)'n' : (byte)'t';
            }
            else if (c < 0x20)
            {
                at = PutUnit(to, at, c);
            }
            else
            {
                to[at++] = c;
            }
        }
        to[at++] = (byte)'"';
        return at;
    }
}
