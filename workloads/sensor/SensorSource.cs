namespace Bench.Workloads;

/// <summary>Readings in their one order, the same as those of sensor.c.</summary>
internal sealed class SensorSource
{
    private static readonly byte[][] s_sites = Texts("sensor-", "münchen-", "gate/7-", "roof-");

    /// <summary>What makes work for an escaping encoder stands between what does not.</summary>
    private static readonly byte[][] s_pieces = Texts(
        "filter ok; ", "door open, ", "calibrated. ", "24 h ", "see log 17 ", "by \"night shift\" ", "C:\\log\\", "\n", "\t", "21 °C ", "温度 ", "🔔 ",
        "\e[1m", "a/b ", "5 € ", "battery low, ");

    private ulong _state;

    public void Next(SensorReading reading)
    {
        reading.DeviceLength = Append(reading.Device, 0, s_sites[Below((uint)s_sites.Length)]);
        uint number = Below(10000);
        for (uint unit = 1000; unit > 0; unit /= 10)
            reading.Device[reading.DeviceLength++] = (byte)('0' + number / unit % 10);

        uint magnitude = Below(32);
        reading.Sequence = (uint)(NextRandom() >> 32) >> (int)magnitude;
        reading.Time = 1763694000000 + Below(86400000);
        reading.Latitude = (int)Below(180000001) - 90000000;
        reading.Longitude = (int)Below(360000001) - 180000000;
        reading.Noise = (int)Below(130001);
        reading.Temperature = ((int)Below(1001) - 320) * 125;   // a sensor that counts eighths of a degree
        reading.Alarm = Below(16) == 0;

        reading.SampleCount = (int)Below(SensorMessage.SamplesMax + 1);
        for (int i = 0; i < reading.SampleCount; i++)
            reading.Samples[i] = (int)Below(4001) - 2000;

        uint kind = Below(64);
        uint count = kind == 0 ? 200 : kind < 16 ? 0 : 1 + Below(6);
        reading.NoteLength = 0;
        for (uint i = 0; i < count; i++)
            reading.NoteLength = Append(reading.Note, reading.NoteLength, s_pieces[Below((uint)s_pieces.Length)]);

        reading.FirstField = (int)Below(SensorReading.Fields);
        reading.Scientific = Below(8) == 0;
        reading.HasFirmware = Below(8) == 0;
    }

    private uint Below(uint bound) => (uint)((NextRandom() >> 32) * bound >> 32);

    /// <summary>SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.</summary>
    private ulong NextRandom()
    {
        ulong z = _state += 0x9e3779b97f4a7c15;
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
        z = (z ^ z >> 27) * 0x94d049bb133111eb;
        return z ^ z >> 31;
    }

    private static int Append(byte[] text, int length, byte[] piece)
    {
        piece.CopyTo(text, length);
        return length + piece.Length;
    }

    private static byte[][] Texts(params string[] texts) => Array.ConvertAll(texts, System.Text.Encoding.UTF8.GetBytes);
}
