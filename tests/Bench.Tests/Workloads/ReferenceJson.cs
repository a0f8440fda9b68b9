using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bench.Workloads;

namespace Bench.Tests;

/// <summary>Sensor messages by System.Text.Json.</summary>
internal static class ReferenceJson
{
    private static readonly JsonWriterOptions s_written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonReaderOptions s_read = new() { MaxDepth = 64 };

    internal static byte[] Encode(SensorReading reading)
    {
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter json = new(bytes, s_written))
        {
            json.WriteStartObject();
            for (int place = 0; place < SensorReading.Fields; place++)
                Write(json, reading, reading.FieldAt(place));
            json.WriteEndObject();
        }
        return bytes.WrittenSpan.ToArray();
    }

    internal static ReferenceMessage? Decode(ReadOnlySpan<byte> text)
    {
        try
        {
            ReferenceMessage message = new();
            Utf8JsonReader json = new(text, s_read);
            json.Read();
            return ReadMembers(ref json, message, TryRead) && !json.Read() && message.Fits ? message : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;   // not JSON; or a string that is no text
        }
    }

    private delegate bool MemberReader(ref Utf8JsonReader json, string name, ReferenceMessage message);

    private static bool ReadMembers(ref Utf8JsonReader json, ReferenceMessage message, MemberReader readMember)
    {
        if (json.TokenType != JsonTokenType.StartObject)
            return false;
        bool isSound = true;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string name = json.GetString()!;
            json.Read();
            if (json.TokenType != JsonTokenType.Null)
                isSound = readMember(ref json, name, message) && isSound;
        }
        return isSound;
    }

    private static bool TryRead(ref Utf8JsonReader json, string name, ReferenceMessage message)
    {
        switch (name)
        {
            case "device":
                return Set(json.TokenType == JsonTokenType.String, Text(ref json), value => message.Device = value);
            case "note":
                return Set(json.TokenType == JsonTokenType.String, Text(ref json), value => message.Note = value);
            case "sequence":
                return Set(Integer(ref json, out long sequence) && sequence is >= 0 and <= uint.MaxValue, sequence, value => message.Sequence = (uint)value);
            case "time":
                return Set(Integer(ref json, out long time), time, value => message.Time = value);
            case "location":
                return ReadMembers(ref json, message, TryReadLocation);
            case "noise":
                return Set(Number(ref json, out double noise) && float.IsFinite((float)noise), noise, value => message.Noise = (float)value);
            case "temperature":
                return Set(Number(ref json, out double temperature), temperature, value => message.Temperature = value);
            case "alarm":
                return Set(json.TokenType is JsonTokenType.True or JsonTokenType.False, json.TokenType == JsonTokenType.True, value => message.Alarm = value);
            case "samples":
                return ReadSamples(ref json, message);
            default:
                return SkipText(ref json);
        }
    }

    private static bool TryReadLocation(ref Utf8JsonReader json, string name, ReferenceMessage message) => name switch
    {
        "latitude" => Set(Number(ref json, out double latitude), latitude, value => message.Latitude = value),
        "longitude" => Set(Number(ref json, out double longitude), longitude, value => message.Longitude = value),
        _ => SkipText(ref json),
    };

    private static bool ReadSamples(ref Utf8JsonReader json, ReferenceMessage message)
    {
        if (json.TokenType != JsonTokenType.StartArray)
            return false;
        message.Samples.Clear();
        bool isSound = true;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            isSound = Integer(ref json, out long value) && value is >= int.MinValue and <= int.MaxValue && isSound;
            message.Samples.Add(unchecked((int)value));
        }
        return isSound;
    }

    /// <summary>Skips a value, and looks at the texts in it.</summary>
    private static bool SkipText(ref Utf8JsonReader json)
    {
        int depth = json.CurrentDepth;
        do
        {
            if (json.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                json.GetString();
        }
        while ((json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray || json.CurrentDepth > depth) && json.Read());
        return true;
    }

    private static byte[] Text(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.String)
            return [];
        byte[] text = new byte[json.ValueSpan.Length];
        return text[..json.CopyString(text)];
    }

    private static bool Integer(ref Utf8JsonReader json, out long value)
    {
        value = 0;
        return json.TokenType == JsonTokenType.Number && json.TryGetInt64(out value);
    }

    private static bool Number(ref Utf8JsonReader json, out double value)
    {
        value = 0;
        return json.TokenType == JsonTokenType.Number && json.TryGetDouble(out value) && double.IsFinite(value);
    }

    private static bool Set<T>(bool isSound, T value, Action<T> set)
    {
        if (isSound)
            set(value);
        return isSound;
    }

    private static void Write(Utf8JsonWriter json, SensorReading reading, SensorField field)
    {
        switch (field)
        {
            case SensorField.Device:
                json.WriteString("device", reading.Device.AsSpan(0, reading.DeviceLength));
                break;
            case SensorField.Sequence:
                json.WriteNumber("sequence", reading.Sequence);
                break;
            case SensorField.Time:
                json.WriteNumber("time", reading.Time);
                break;
            case SensorField.Location:
                json.WriteStartObject("location");
                WriteDecimal(json, "latitude", reading.Latitude, 6, reading.Scientific);
                WriteDecimal(json, "longitude", reading.Longitude, 6, reading.Scientific);
                json.WriteEndObject();
                break;
            case SensorField.Noise:
                WriteDecimal(json, "noise", reading.Noise, 3, reading.Scientific);
                break;
            case SensorField.Temperature:
                WriteDecimal(json, "temperature", reading.Temperature, 3, reading.Scientific);
                break;
            case SensorField.Alarm:
                json.WriteBoolean("alarm", reading.Alarm);
                break;
            case SensorField.Samples:
                json.WriteStartArray("samples");
                foreach (int sample in reading.Samples.AsSpan(0, reading.SampleCount))
                    json.WriteNumberValue(sample);
                json.WriteEndArray();
                break;
            case SensorField.Note when reading.NoteLength == 0:
                json.WriteNull("note");
                break;
            case SensorField.Note:
                json.WriteString("note", reading.Note.AsSpan(0, reading.NoteLength));
                break;
            case SensorField.Firmware when reading.HasFirmware:
                json.WritePropertyName("firmware");
                json.WriteRawValue("""{"version":"2.1","flags":[true,false,null,{}],"scale":6.25E-2,"name":"\"}]"}""");
                break;
            default:
                break;
        }
    }

    private static void WriteDecimal(Utf8JsonWriter json, string name, int units, int places, bool scientific)
    {
        json.WritePropertyName(name);
        if (scientific)
            json.WriteRawValue($"{units}e-{places}");
        else
            json.WriteNumberValue(units / (decimal)Math.Pow(10, places));
    }
}
