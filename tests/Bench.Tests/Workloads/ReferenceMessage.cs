using System.Runtime.InteropServices;
using Bench.Workloads;

namespace Bench.Tests;

/// <summary>A sensor message as a library decoded it. Shares nothing with the kernels but the rules: null stands for what they call malformed.</summary>
internal sealed record ReferenceMessage
{
    private const ulong Odd = 0x9e3779b97f4a7c15;

    internal byte[] Device { get; set; } = [];
    internal uint Sequence { get; set; }
    internal long Time { get; set; }
    internal double Latitude { get; set; }
    internal double Longitude { get; set; }
    internal float Noise { get; set; }
    internal double Temperature { get; set; }
    internal bool Alarm { get; set; }
    internal List<int> Samples { get; } = [];
    internal byte[] Note { get; set; } = [];

    /// <summary>What is longer than the kernels' buffers is malformed.</summary>
    internal bool Fits => Device.Length <= SensorMessage.DeviceMax && Samples.Count <= SensorMessage.SamplesMax && Note.Length <= SensorMessage.NoteMax;

    /// <summary>sum := (sum xor word) · 9e3779b97f4a7c15, then its upper half into the lower one; over all words of the message.</summary>
    internal ulong Fold(ulong sum)
    {
        foreach (ulong word in Words())
        {
            ulong product = unchecked((sum ^ word) * Odd);
            sum = product ^ (product >>> 32);
        }
        return sum;
    }

    private IEnumerable<ulong> Words() =>
    [
        .. Text(Device), Sequence, unchecked((ulong)Time), Bits(Latitude), Bits(Longitude), BitConverter.SingleToUInt32Bits(Noise), Bits(Temperature),
        Alarm ? 1UL : 0UL, (ulong)Samples.Count, .. Samples.Select(static sample => unchecked((ulong)(long)sample)), .. Text(Note),
    ];

    private static ulong Bits(double value) => BitConverter.DoubleToUInt64Bits(value);

    private static ulong[] Text(byte[] text)
    {
        byte[] padded = [.. text, .. new byte[(8 - text.Length % 8) % 8]];
        return [(ulong)text.Length, .. MemoryMarshal.Cast<byte, ulong>(padded)];
    }
}
