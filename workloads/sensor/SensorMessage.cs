namespace Bench.Workloads;

/// <summary>What a decoder fills in: one message after the other into the same buffers.</summary>
/// <remarks>A field that is not sent stays as <see cref="Clear"/> leaves it; one that is sent twice counts the second time.</remarks>
internal sealed class SensorMessage
{
    public const int DeviceMax = 32;
    public const int SamplesMax = 8;
    public const int NoteMax = 4096;

    public readonly byte[] Device = new byte[DeviceMax];
    public int DeviceLength;
    public uint Sequence;

    /// <summary>Milliseconds since 1970.</summary>
    public long Time;

    /// <summary>Degrees.</summary>
    public double Latitude, Longitude;

    /// <summary>Decibels.</summary>
    public float Noise;

    /// <summary>Degrees Celsius.</summary>
    public double Temperature;
    public bool Alarm;
    public readonly int[] Samples = new int[SamplesMax];
    public int SampleCount;
    public readonly byte[] Note = new byte[NoteMax];
    public int NoteLength;

    /// <summary>All numbers 0, all texts and arrays empty.</summary>
    public void Clear()
    {
        DeviceLength = SampleCount = NoteLength = 0;
        Sequence = 0;
        Time = 0;
        Latitude = Longitude = Temperature = 0;
        Noise = 0;
        Alarm = false;
    }
}
