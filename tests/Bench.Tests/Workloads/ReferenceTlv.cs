using System.Buffers;
using Bench.Workloads;
using Bench.Y3;

namespace Bench.Tests;

/// <summary>Sensor messages by Bench.Y3.</summary>
internal static class ReferenceTlv
{
    internal static byte[] Encode(SensorReading reading)
    {
        byte[] room = new byte[SensorWorkload.EncodedMax];
        Y3Writer writer = new(room);
        Y3Scope root = writer.Begin(Y3Tag.Node(0x01));
        for (int place = 0; place < SensorReading.Fields; place++)
            Write(ref writer, reading, reading.FieldAt(place));
        writer.End(root);
        int written = (int)writer.Written;
        Assert.Equal(OperationStatus.Done, writer.Finish());
        return room[..written];
    }

    internal static ReferenceMessage? Decode(ReadOnlySpan<byte> bytes)
    {
        Y3Reader whole = new(bytes);
        if (!whole.Read(Y3Tag.Node(0x01)) || whole.Position != bytes.Length)
            return null;
        ReferenceMessage message = new();
        Y3Reader fields = whole.Enter();
        bool isSound = true;
        while (fields.Read())
            isSound = TryRead(fields, message) && isSound;
        return isSound && fields.Status == OperationStatus.Done && message.Fits ? message : null;
    }

    private static bool TryRead(Y3Reader field, ReferenceMessage message)
    {
        switch (field.Tag.Value)
        {
            case 0x10:
                message.Device = field.Value.ToArray();
                return true;
            case 0x11:
                return Set(field.GetUInt32(out uint sequence), sequence, value => message.Sequence = value);
            case 0x12:
                return Set(field.GetInt64(out long time), time, value => message.Time = value);
            case 0x93:
                return TryReadLocation(field.Enter(), message);
            case 0x16:
                return Set(field.GetSingle(out float noise), noise, value => message.Noise = value);
            case 0x17:
                return Set(field.GetDouble(out double temperature), temperature, value => message.Temperature = value);
            case 0x18:
                return Set(field.GetBool(out bool alarm), alarm, value => message.Alarm = value);
            case 0xd9:
                message.Samples.Clear();
                return TryReadSamples(field.Enter(), message);
            case 0x1a:
                message.Note = field.Value.ToArray();
                return true;
            default:
                return true;
        }
    }

    private static bool TryReadLocation(Y3Reader fields, ReferenceMessage message)
    {
        bool isSound = true;
        while (fields.Read())
            isSound = fields.Tag.Value switch
            {
                0x14 => Set(fields.GetDouble(out double latitude), latitude, value => message.Latitude = value),
                0x15 => Set(fields.GetDouble(out double longitude), longitude, value => message.Longitude = value),
                _ => true,
            } && isSound;
        return isSound && fields.Status == OperationStatus.Done;
    }

    private static bool TryReadSamples(Y3Reader items, ReferenceMessage message)
    {
        bool isSound = true;
        while (items.Read())
            if (items.Tag == Y3Tag.Primitive(0))
                isSound = Set(items.GetInt32(out int sample), sample, message.Samples.Add) && isSound;
        return isSound && items.Status == OperationStatus.Done;
    }

    private static bool Set<T>(OperationStatus status, T value, Action<T> set)
    {
        if (status == OperationStatus.Done)
            set(value);
        return status == OperationStatus.Done;
    }

    private static void Write(ref Y3Writer writer, SensorReading reading, SensorField field)
    {
        switch (field)
        {
            case SensorField.Device:
                writer.WriteBytes(0x10, reading.Device.AsSpan(0, reading.DeviceLength));
                break;
            case SensorField.Sequence:
                writer.WriteUInt32(0x11, reading.Sequence);
                break;
            case SensorField.Time:
                writer.WriteInt64(0x12, reading.Time);
                break;
            case SensorField.Location:
                Y3Scope location = writer.Begin(Y3Tag.Node(0x13));
                writer.WriteDouble(0x14, reading.Latitude / 1e6);
                writer.WriteDouble(0x15, reading.Longitude / 1e6);
                writer.End(location);
                break;
            case SensorField.Noise:
                writer.WriteSingle(0x16, (float)(reading.Noise / 1e3));
                break;
            case SensorField.Temperature:
                writer.WriteDouble(0x17, reading.Temperature / 1e3);
                break;
            case SensorField.Alarm:
                writer.WriteBool(0x18, reading.Alarm);
                break;
            case SensorField.Samples:
                Y3Scope samples = writer.Begin(Y3Tag.Slice(0x19));
                foreach (int sample in reading.Samples.AsSpan(0, reading.SampleCount))
                    writer.WriteInt32(0, sample);
                writer.End(samples);
                break;
            case SensorField.Note when reading.NoteLength > 0:
                writer.WriteBytes(0x1a, reading.Note.AsSpan(0, reading.NoteLength));
                break;
            case SensorField.Firmware when reading.HasFirmware:
                Y3Scope firmware = writer.Begin(Y3Tag.Node(0x1b));
                writer.WriteString(0x1c, "2.1");
                Y3Scope flags = writer.Begin(Y3Tag.Slice(0x1d));
                writer.WriteBool(0, true);
                writer.WriteBool(0, false);
                writer.End(flags);
                writer.WriteDouble(0x1e, 0.0625);
                writer.End(firmware);
                break;
            default:
                break;
        }
    }
}
