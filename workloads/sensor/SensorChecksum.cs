using System.Buffers.Binary;

namespace Bench.Workloads;

/// <summary>One number for all that was decoded, and its order.</summary>
internal static class SensorChecksum
{
    /// <returns>The checksum of all messages so far and this one; begins at 0.</returns>
    public static ulong Fold(ulong sum, SensorMessage message)
    {
        sum = MixText(sum, message.Device, message.DeviceLength);
        sum = Mix(sum, message.Sequence);
        sum = Mix(sum, (ulong)message.Time);
        sum = MixDouble(sum, message.Latitude);
        sum = MixDouble(sum, message.Longitude);
        sum = Mix(sum, BitConverter.SingleToUInt32Bits(message.Noise));
        sum = MixDouble(sum, message.Temperature);
        sum = Mix(sum, message.Alarm ? 1u : 0u);
        sum = Mix(sum, (ulong)message.SampleCount);
        for (int i = 0; i < message.SampleCount; i++)
            sum = Mix(sum, (ulong)message.Samples[i]);
        return MixText(sum, message.Note, message.NoteLength);
    }

    private static ulong Mix(ulong sum, ulong value)
    {
        sum = (sum ^ value) * 0x9e3779b97f4a7c15;
        return sum ^ sum >> 32;
    }

    private static ulong MixDouble(ulong sum, double value) => Mix(sum, BitConverter.DoubleToUInt64Bits(value));

    /// <summary>Length, then words of eight bytes, little-endian, the last one filled up with zeros.</summary>
    private static ulong MixText(ulong sum, byte[] text, int length)
    {
        sum = Mix(sum, (ulong)length);
        int i = 0;
        for (; i + 8 <= length; i += 8)
            sum = Mix(sum, BinaryPrimitives.ReadUInt64LittleEndian(text.AsSpan(i)));
        if (i < length)
        {
            ulong word = 0;
            for (int shift = 0; i < length; i++, shift += 8)
                word |= (ulong)text[i] << shift;
            sum = Mix(sum, word);
        }
        return sum;
    }
}
