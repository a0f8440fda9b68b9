namespace Bench.Workloads;

/// <summary>What a sensor has to send. Decimals are whole numbers of a fraction, so that text and IEEE 754 say the same.</summary>
internal sealed class SensorReading
{
    public const int Fields = (int)SensorField.Firmware + 1;

    public readonly byte[] Device = new byte[SensorMessage.DeviceMax];
    public int DeviceLength;
    public uint Sequence;

    /// <summary>Milliseconds since 1970.</summary>
    public long Time;

    /// <summary>Millionths of a degree.</summary>
    public int Latitude, Longitude;

    /// <summary>Thousandths of a decibel.</summary>
    public int Noise;

    /// <summary>Thousandths of a degree Celsius.</summary>
    public int Temperature;
    public bool Alarm;
    public readonly int[] Samples = new int[SensorMessage.SamplesMax];
    public int SampleCount;

    /// <summary>UTF-8; empty for none.</summary>
    public readonly byte[] Note = new byte[SensorMessage.NoteMax];
    public int NoteLength;

    /// <summary>Fields are sent in a circle that begins here.</summary>
    public int FirstField;

    /// <summary>Whether text has decimals with an exponent.</summary>
    public bool Scientific;

    /// <summary>Whether <see cref="SensorField.Firmware"/> is sent too.</summary>
    public bool HasFirmware;

    /// <returns>The field that is sent at this place, counted from 0.</returns>
    public SensorField FieldAt(int place) => (SensorField)((FirstField + place) % Fields);
}
