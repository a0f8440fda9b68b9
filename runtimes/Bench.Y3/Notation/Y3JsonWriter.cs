using System.Buffers;
using System.Text.Json;

namespace Bench.Y3;

/// <summary>The way from messages to JSON. What a value looks like decides its form; whichever it is, it stands for the same bytes.</summary>
internal static class Y3JsonWriter
{
    /// <summary>First byte of floating-point numbers from 0.001 to a billion, without the sign.</summary>
    private const int LeastFloat = 0x3A, GreatestFloat = 0x4E;

    /// <inheritdoc cref="Y3Json.Write"/>
    internal static OperationStatus Write(ReadOnlySpan<byte> messages, Utf8JsonWriter json, Y3Options options, out int offset)
    {
        OperationStatus status = Check(new Y3Reader(messages, options), out offset);
        if (status != OperationStatus.Done)
            return status;
        Y3Reader reader = new(messages, options);
        bool several = RepeatsKeys(reader);
        if (several)
            json.WriteStartArray();
        json.WriteStartObject();
        Span<bool> used = stackalloc bool[byte.MaxValue + 1];
        used.Clear();
        while (reader.Read())
        {
            ref bool again = ref used[KeyOf(reader)];
            if (again)
            {
                json.WriteEndObject();
                json.WriteStartObject();
                used.Clear();
            }
            again = true;
            json.WritePropertyName($"0x{KeyOf(reader):X2}");
            WriteValue(reader, json, options);
        }
        json.WriteEndObject();
        if (several)
            json.WriteEndArray();
        return OperationStatus.Done;
    }

    private static OperationStatus Check(Y3Reader reader, out int offset)
    {
        while (reader.Read())
            if (reader.Tag.IsNode && Check(reader.Enter(), out offset) is not OperationStatus.Done and OperationStatus fault)
                return fault;
        offset = reader.Status == OperationStatus.Done ? reader.Position : reader.Offset;
        return reader.Status;
    }

    private static bool RepeatsKeys(Y3Reader level)
    {
        Span<bool> used = stackalloc bool[byte.MaxValue + 1];
        used.Clear();
        while (level.Read())
        {
            ref bool again = ref used[KeyOf(level)];
            if (again)
                return true;
            again = true;
        }
        return false;
    }

    /// <summary>The id where the form of the value says the rest of the tag, else the tag.</summary>
    private static byte KeyOf(Y3Reader packet)
    {
        Y3Tag tag = packet.Tag;
        return tag.IsNode && tag.IsSlice == IsArray(packet) ? (byte)tag.Id : tag.Value;
    }

    private static bool IsArray(Y3Reader node)
    {
        Y3Reader level = node.Enter();
        return IsItems(level) && (node.Tag.IsSlice || level.Read());
    }

    /// <summary>Whether all packets can stand in an array, where they have no key: id 0, and a form that says the rest.</summary>
    private static bool IsItems(Y3Reader level)
    {
        while (level.Read())
            if (level.Tag.Value is not (0x00 or 0x80) && (level.Tag != Y3Tag.Slice(0) || !IsItems(level.Enter())))
                return false;
        return true;
    }

    private static void WriteValue(Y3Reader packet, Utf8JsonWriter json, Y3Options options)
    {
        if (!packet.Tag.IsNode)
            WritePrimitive(packet.Value, json, options);
        else if (IsArray(packet))
            WriteItems(packet.Enter(), json, options);
        else
            WriteMembers(packet.Enter(), json, options);
    }

    private static void WriteMembers(Y3Reader level, Utf8JsonWriter json, Y3Options options)
    {
        Span<int> counts = stackalloc int[byte.MaxValue + 1];
        counts.Clear();
        json.WriteStartObject();
        while (level.Read())
        {
            byte key = KeyOf(level);
            int count = ++counts[key];
            json.WritePropertyName(count == 1 ? $"0x{key:X2}" : $"0x{key:X2}#{count}");
            WriteValue(level, json, options);
        }
        json.WriteEndObject();
    }

    private static void WriteItems(Y3Reader level, Utf8JsonWriter json, Y3Options options)
    {
        json.WriteStartArray();
        while (level.Read())
            if (!level.Tag.IsNode)
                WritePrimitive(level.Value, json, options);
            else if (level.Tag.IsSlice)
                WriteItems(level.Enter(), json, options);
            else
                WriteMembers(level.Enter(), json, options);
        json.WriteEndArray();
    }

    private static void WritePrimitive(ReadOnlySpan<byte> value, Utf8JsonWriter json, Y3Options options)
    {
        if (value.IsEmpty || (value.Length > 1 && Y3Guess.IsText(value)))
        {
            json.WriteStringValue(value);
        }
        else if (Y3Guess.AsInteger(value, options.Integers) is long integer && (value.Length == 1 || (value[0] & 0x7F) is < LeastFloat or > GreatestFloat))
        {
            json.WriteNumberValue(integer);
        }
        else
        {
            json.WriteStartObject();
            if (Y3Guess.AsSingle(value) is float single)
                json.WriteNumber("float32", single);
            else if (Y3Guess.AsDouble(value) is double wide)
                json.WriteNumber("float64", wide);
            else
                json.WriteString("hex", Convert.ToHexString(value));
            json.WriteEndObject();
        }
    }
}
