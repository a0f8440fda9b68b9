using System.Buffers;
using System.Text.Json;

namespace Bench.Micro;

/// <summary>The messages in JSON, <c>{"k1":"a","k2":-65,…}</c>, read and written by System.Text.Json without any type for the whole.</summary>
internal static class JsonPairs
{
    private static readonly string[] s_texts = [.. Enumerable.Range(0, PairContent.Most + 1).Select(static key => $"k{key}")];
    private static readonly byte[][] s_names = [.. s_texts.Select(System.Text.Encoding.UTF8.GetBytes)];

    /// <summary>Name of a key in UTF-8.</summary>
    public static byte[] Name(int key) => s_names[key];

    /// <summary>Pulls token after token and stops at the key.</summary>
    public static long Take(ReadOnlySpan<byte> message, ReadOnlySpan<byte> name, PairKind kind)
    {
        Utf8JsonReader reader = new(message);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool wanted = reader.ValueTextEquals(name);
            reader.Read();
            if (wanted)
                return Value(ref reader, kind);
            reader.Skip();
        }
        return PairContent.Absent;
    }

    /// <summary>Pulls from what has arrived after each chunk.</summary>
    /// <param name="chunks">Those that had to arrive.</param>
    public static long Take(ReadOnlySequence<byte>[] arrivals, ReadOnlySpan<byte> name, PairKind kind, out int chunks)
    {
        JsonReaderState state = default;
        long consumed = 0;
        bool wanted = false;
        for (chunks = 1; chunks <= arrivals.Length; chunks++)
        {
            Utf8JsonReader reader = new(arrivals[chunks - 1].Slice(consumed), isFinalBlock: chunks == arrivals.Length, state);
            while (reader.Read())
            {
                if (wanted)
                    return Value(ref reader, kind);
                wanted = reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(name);
            }
            state = reader.CurrentState;
            consumed += reader.BytesConsumed;
        }
        chunks = arrivals.Length;
        return PairContent.Absent;
    }

    /// <summary>Parses the whole message, then asks for the key.</summary>
    public static long TakeFromDocument(ReadOnlyMemory<byte> message, ReadOnlySpan<byte> name, PairKind kind)
    {
        using JsonDocument document = JsonDocument.Parse(message);
        return Value(document, name, kind);
    }

    /// <summary>Everything into a map, then the key looked up: as the published comparison went about JSON.</summary>
    public static long TakeFromDictionary(ReadOnlySpan<byte> message, int key, PairKind kind)
    {
        Dictionary<string, JsonElement> map = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(message)!;
        return map.TryGetValue(s_texts[key], out JsonElement element) ? Value(element, kind) : PairContent.Absent;
    }

    internal static long Value(JsonDocument document, ReadOnlySpan<byte> name, PairKind kind) =>
        document.RootElement.TryGetProperty(name, out JsonElement element) ? Value(element, kind) : PairContent.Absent;

    /// <param name="values">Gets the bits of all values, by their keys, which are expected in order.</param>
    /// <returns>How many there were.</returns>
    public static int DecodeAll(ReadOnlySpan<byte> message, Span<long> values)
    {
        Utf8JsonReader reader = new(message);
        reader.Read();
        int count = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int key = count + 1;
            if (!reader.ValueTextEquals(s_names[key]))
                key = KeyOf(ref reader);
            reader.Read();
            values[key] = Value(ref reader, PairContent.KindOf[key]);
            count++;
        }
        return count;
    }

    /// <inheritdoc cref="DecodeAll"/>
    public static int DecodeAllOfDocument(ReadOnlyMemory<byte> message, Span<long> values)
    {
        using JsonDocument document = JsonDocument.Parse(message);
        int count = 0;
        foreach (JsonProperty property in document.RootElement.EnumerateObject())
        {
            int key = count + 1;
            if (!property.NameEquals(s_names[key]))
                throw new InvalidDataException($"'{property.Name}' is not the key {key}");
            values[key] = Value(property.Value, PairContent.KindOf[key]);
            count++;
        }
        return count;
    }

    public static void Encode(Utf8JsonWriter writer, PairValues values, int count)
    {
        writer.WriteStartObject();
        for (int key = 1; key <= count; key++)
        {
            ReadOnlySpan<byte> name = s_names[key];
            switch (PairContent.KindOf[key])
            {
                case PairKind.Text:
                    writer.WriteString(name, values.Text);
                    break;
                case PairKind.Int32:
                    writer.WriteNumber(name, values.Int32);
                    break;
                case PairKind.UInt32:
                    writer.WriteNumber(name, values.UInt32);
                    break;
                case PairKind.Int64:
                    writer.WriteNumber(name, values.Int64);
                    break;
                case PairKind.UInt64:
                    writer.WriteNumber(name, values.UInt64);
                    break;
                case PairKind.Single:
                    writer.WriteNumber(name, values.Single);
                    break;
                default:
                    writer.WriteNumber(name, values.Double);
                    break;
            }
        }
        writer.WriteEndObject();
        writer.Flush();
    }

    internal static long Value(ref Utf8JsonReader reader, PairKind kind) => kind switch
    {
        PairKind.Text => PairContent.Bits(reader.GetString()!),
        PairKind.Int32 => PairContent.Bits(reader.GetInt32()),
        PairKind.UInt32 => PairContent.Bits(reader.GetUInt32()),
        PairKind.Int64 => PairContent.Bits(reader.GetInt64()),
        PairKind.UInt64 => PairContent.Bits(reader.GetUInt64()),
        PairKind.Single => PairContent.Bits(reader.GetSingle()),
        _ => PairContent.Bits(reader.GetDouble()),
    };

    private static long Value(JsonElement element, PairKind kind) => kind switch
    {
        PairKind.Text => PairContent.Bits(element.GetString()!),
        PairKind.Int32 => PairContent.Bits(element.GetInt32()),
        PairKind.UInt32 => PairContent.Bits(element.GetUInt32()),
        PairKind.Int64 => PairContent.Bits(element.GetInt64()),
        PairKind.UInt64 => PairContent.Bits(element.GetUInt64()),
        PairKind.Single => PairContent.Bits(element.GetSingle()),
        _ => PairContent.Bits(element.GetDouble()),
    };

    private static int KeyOf(ref Utf8JsonReader reader)
    {
        for (int key = 1; key < s_names.Length; key++)
            if (reader.ValueTextEquals(s_names[key]))
                return key;
        throw new InvalidDataException($"'{reader.GetString()}' is no key");
    }
}
