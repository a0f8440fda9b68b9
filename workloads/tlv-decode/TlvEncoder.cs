using System.Buffers.Binary;

namespace Bench.Workloads;

/// <summary>Each method takes the place of the next byte and returns the one behind what it wrote.</summary>
internal static class TlvEncoder
{
    /// <summary>Version "2.1" (1c), flags true and false (dd), scale 0.0625 (1e).</summary>
    private static readonly byte[] s_firmware = [0x1c, 3, (byte)'2', (byte)'.', (byte)'1', 0xdd, 6, 0, 1, 1, 0, 1, 0, 0x1e, 2, 0x3f, 0xb0];

    public static int Encode(SensorReading reading, Span<byte> destination)
    {
        byte[] fields = new byte[SensorWorkload.EncodedMax];
        int end = 0;
        for (int i = 0; i < SensorReading.Fields; i++)
            end = PutField(fields, end, reading, reading.FieldAt(i));
        return PutPacket(destination, 0, TlvTags.Root, fields.AsSpan(0, end));
    }

    private static int PutField(Span<byte> to, int at, SensorReading reading, SensorField field)
    {
        Span<byte> node = stackalloc byte[128];
        int end = 0;
        switch (field)
        {
            case SensorField.Device:
                return PutPacket(to, at, TlvTags.Device, reading.Device.AsSpan(0, reading.DeviceLength));
            case SensorField.Sequence:
                return PutInteger(to, at, TlvTags.Sequence, (int)reading.Sequence);   // the signed number of the same bits: 4294967295 is ff
            case SensorField.Time:
                return PutInteger(to, at, TlvTags.Time, reading.Time);
            case SensorField.Location:
                end = PutDouble(node, end, TlvTags.Latitude, reading.Latitude / 1e6);
                end = PutDouble(node, end, TlvTags.Longitude, reading.Longitude / 1e6);
                return PutPacket(to, at, TlvTags.Location, node[..end]);
            case SensorField.Noise:
                return PutBits(to, at, TlvTags.Noise, (ulong)BitConverter.SingleToUInt32Bits((float)(reading.Noise / 1e3)) << 32);
            case SensorField.Temperature:
                return PutDouble(to, at, TlvTags.Temperature, reading.Temperature / 1e3);
            case SensorField.Alarm:
                return PutPacket(to, at, TlvTags.Alarm, [reading.Alarm ? (byte)1 : (byte)0]);
            case SensorField.Samples:
                for (int i = 0; i < reading.SampleCount; i++)
                    end = PutInteger(node, end, TlvTags.Item, reading.Samples[i]);
                return PutPacket(to, at, TlvTags.Samples, node[..end]);
            case SensorField.Note:   // an empty text is not sent
                return reading.NoteLength == 0 ? at : PutPacket(to, at, TlvTags.Note, reading.Note.AsSpan(0, reading.NoteLength));
            default:
                return reading.HasFirmware ? PutPacket(to, at, TlvTags.Firmware, s_firmware) : at;
        }
    }

    private static int PutPacket(Span<byte> to, int at, byte tag, ReadOnlySpan<byte> value)
    {
        to[at++] = tag;
        if (value.Length >= 8192)
            to[at++] = (byte)(0x80 | value.Length >> 14);
        if (value.Length >= 64)
            to[at++] = (byte)(0x80 | (value.Length >> 7 & 0x7f));
        to[at++] = (byte)(value.Length & 0x7f);
        value.CopyTo(to[at..]);
        return at + value.Length;
    }

    private static int PutInteger(Span<byte> to, int at, byte tag, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        int first = bytes.Length;
        do
        {
            bytes[--first] = (byte)value;
            value >>= 8;
        }
        while (first > 0 && value != ((bytes[first] & 0x80) != 0 ? -1 : 0));
        return PutPacket(to, at, tag, bytes[first..]);
    }

    private static int PutDouble(Span<byte> to, int at, byte tag, double value) => PutBits(to, at, tag, BitConverter.DoubleToUInt64Bits(value));

    /// <summary>The upper bytes of the word, but for those at the end that are zero.</summary>
    private static int PutBits(Span<byte> to, int at, byte tag, ulong bits)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, bits);
        int length = bytes.Length;
        while (length > 1 && bytes[length - 1] == 0)
            length--;
        return PutPacket(to, at, tag, bytes[..length]);
    }
}
