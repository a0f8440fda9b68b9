namespace Bench.Workloads;

internal sealed class TlvDecode : SensorWorkload
{
    public override int Encode(SensorReading reading, Span<byte> destination) => TlvEncoder.Encode(reading, destination);

    public override bool TryDecode(ReadOnlySpan<byte> source, SensorMessage message)
    {
        TlvReader whole = new(source);
        if (!whole.TryRead(out TlvPacket root) || root.Tag != TlvTags.Root || !whole.AtEnd)
            return false;
        TlvReader fields = root.Enter();
        while (!fields.AtEnd)
            if (!fields.TryRead(out TlvPacket field) || !TryReadField(field, message))
                return false;
        return true;
    }

    private static bool TryReadField(TlvPacket field, SensorMessage message)
    {
        switch (field.Tag)
        {
            case TlvTags.Device:
                return field.TryGetText(message.Device, out message.DeviceLength);
            case TlvTags.Sequence:
                bool isInteger = field.TryGetInt32(out int sameBits);
                message.Sequence = (uint)sameBits;
                return isInteger;
            case TlvTags.Time:
                return field.TryGetInt64(out message.Time);
            case TlvTags.Location:
                return TryReadLocation(field, message);
            case TlvTags.Noise:
                return field.TryGetSingle(out message.Noise);
            case TlvTags.Temperature:
                return field.TryGetDouble(out message.Temperature);
            case TlvTags.Alarm:
                message.Alarm = field.GetBool();
                return true;
            case TlvTags.Samples:
                return TryReadSamples(field, message);
            case TlvTags.Note:
                return field.TryGetText(message.Note, out message.NoteLength);
            default:
                return true;
        }
    }

    private static bool TryReadLocation(TlvPacket location, SensorMessage message)
    {
        TlvReader fields = location.Enter();
        while (!fields.AtEnd)
        {
            if (!fields.TryRead(out TlvPacket field))
                return false;
            switch (field.Tag)
            {
                case TlvTags.Latitude:
                    if (!field.TryGetDouble(out message.Latitude))
                        return false;
                    break;
                case TlvTags.Longitude:
                    if (!field.TryGetDouble(out message.Longitude))
                        return false;
                    break;
                default:
                    break;
            }
        }
        return true;
    }

    private static bool TryReadSamples(TlvPacket samples, SensorMessage message)
    {
        TlvReader items = samples.Enter();
        message.SampleCount = 0;
        while (!items.AtEnd)
        {
            if (!items.TryRead(out TlvPacket item))
                return false;
            if (item.Tag != TlvTags.Item)
                continue;
            if (message.SampleCount == SensorMessage.SamplesMax || !item.TryGetInt32(out message.Samples[message.SampleCount++]))
                return false;
        }
        return true;
    }
}
