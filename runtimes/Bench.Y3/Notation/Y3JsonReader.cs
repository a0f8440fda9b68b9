using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Bench.Y3;

/// <summary>The way from JSON to messages, in one pass: each packet is written as soon as it is read.</summary>
internal ref struct Y3JsonReader
{
    /// <summary>Around the nodes: the array of messages, and the object of a typed value.</summary>
    private const int MoreDepth = 2;

    private readonly ReadOnlySpan<byte> _text;
    private readonly Y3Options _options;
    private readonly List<string> _path = [];
    private Utf8JsonReader _json;
    private Y3Writer _writer;

    internal Y3JsonReader(ReadOnlySpan<byte> text, IBufferWriter<byte> output, Y3Options options)
    {
        _text = text;
        _options = options;
        _json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = options.MaxDepth + MoreDepth + 1 });
        _writer = new Y3Writer(output, options);
    }

    internal void ReadMessages()
    {
        Next();
        if (_json.TokenType == JsonTokenType.StartArray)
        {
            for (int index = 0; Next() && _json.TokenType != JsonTokenType.EndArray; index++)
            {
                _path.Add($"[{index}]");
                ReadMessage();
                _path.RemoveAt(_path.Count - 1);
            }
        }
        else
        {
            ReadMessage();
        }
        // Throws where anything follows.
        Next();
        if (_writer.Finish() != OperationStatus.Done)
            throw Fault("the messages are longer than 2 GB");
    }

    private void ReadMessage()
    {
        if (_json.TokenType != JsonTokenType.StartObject)
            throw Fault("a message is an object of packets, such as {\"0x01\": {\"0x10\": \"text\"}}");
        Next();
        ReadMembers(0);
    }

    /// <summary>From the first member's name, or the end of the object, to that end.</summary>
    /// <param name="depth">Of the packets.</param>
    private void ReadMembers(int depth)
    {
        for (; _json.TokenType != JsonTokenType.EndObject; Next())
        {
            string name = Text();
            _path.Add($".{name}");
            byte key = KeyOf(name);
            Next();
            ReadValue(key, depth);
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private void ReadItems(int depth)
    {
        for (int index = 0; Next() && _json.TokenType != JsonTokenType.EndArray; index++)
        {
            _path.Add($"[{index}]");
            ReadValue(0, depth);
            _path.RemoveAt(_path.Count - 1);
        }
    }

    /// <param name="key">An id, which the kind of the value makes a tag, or a whole tag.</param>
    private void ReadValue(byte key, int depth)
    {
        switch (_json.TokenType)
        {
            case JsonTokenType.StartObject:
                long begin = _json.TokenStartIndex;
                Next();
                if (_json.TokenType == JsonTokenType.PropertyName && !Text().StartsWith("0x", StringComparison.Ordinal))
                {
                    ReadTyped(key);
                    break;
                }
                Y3Scope node = _writer.Begin(NodeTag(key, Y3Tag.Node(0), depth, begin));
                ReadMembers(depth + 1);
                _writer.End(node);
                break;
            case JsonTokenType.StartArray:
                Y3Scope slice = _writer.Begin(NodeTag(key, Y3Tag.Slice(0), depth, _json.TokenStartIndex));
                ReadItems(depth + 1);
                _writer.End(slice);
                break;
            case JsonTokenType.Number:
                Write(key, !IsInteger() ? "float64" : _json.TryGetInt64(out _) ? "int64" : "uint64");
                break;
            case JsonTokenType.True or JsonTokenType.False:
                Write(key, "bool");
                break;
            case JsonTokenType.String:
                Write(key, "string");
                break;
            default:
                throw Fault("null is no value; an empty one is \"\"");
        }
    }

    /// <summary>From the name of the type to the object's end.</summary>
    private void ReadTyped(byte key)
    {
        string type = Text();
        _path.Add($".{type}");
        Next();
        Write(key, type);
        _path.RemoveAt(_path.Count - 1);
        Next();
        if (_json.TokenType != JsonTokenType.EndObject)
            throw Fault($"behind the value of '{type}' the object must end; packets of a node begin with 0x");
    }

    private void Write(byte key, string type)
    {
        if (key >= 0x80)
            throw Fault($"0x{key:X2} is the tag of a node or a slice: its value is an object or an array of packets");
        if (key <= Y3Tag.MaxId)
        {
            Write(ref _writer, key, type);
            return;
        }
        // A bit that says slice and none that says node: no writer sets it on a value.
        ArrayBufferWriter<byte> apart = new();
        Y3Writer writer = new(apart, _options);
        Write(ref writer, key & Y3Tag.MaxId, type);
        writer.Finish();
        byte[] packet = apart.WrittenSpan.ToArray();
        packet[0] = key;
        _writer.WriteEncoded(packet);
    }

    private void Write(ref Y3Writer writer, int id, string type)
    {
        switch (type)
        {
            case "int32" when _json.TokenType == JsonTokenType.Number && _json.TryGetInt32(out int value): writer.WriteInt32(id, value); break;
            case "uint32" when _json.TokenType == JsonTokenType.Number && _json.TryGetUInt32(out uint value): writer.WriteUInt32(id, value); break;
            case "int64" when _json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out long value): writer.WriteInt64(id, value); break;
            case "uint64" when _json.TokenType == JsonTokenType.Number && _json.TryGetUInt64(out ulong value): writer.WriteUInt64(id, value); break;
            case "float32" when _json.TokenType == JsonTokenType.Number && _json.TryGetSingle(out float value) && float.IsFinite(value): writer.WriteSingle(id, value); break;
            case "float64" when _json.TokenType == JsonTokenType.Number && _json.TryGetDouble(out double value) && double.IsFinite(value): writer.WriteDouble(id, value); break;
            case "float32" when NoNumber() is double value: writer.WriteSingle(id, (float)value); break;
            case "float64" when NoNumber() is double value: writer.WriteDouble(id, value); break;
            case "bool" when _json.TokenType is JsonTokenType.True or JsonTokenType.False: writer.WriteBool(id, _json.GetBoolean()); break;
            case "string" when _json.TokenType == JsonTokenType.String: writer.WriteString(id, Text()); break;
            case "hex" when _json.TokenType == JsonTokenType.String && Y3Hex.TryParse(Text(), out byte[] value, out _): writer.WriteBytes(id, value); break;
            case "int32" or "uint32" or "int64" or "uint64" or "float32" or "float64" or "bool" or "string" or "hex":
                throw Fault($"this is no value of {type}");
            default:
                throw Fault($"unknown type '{type}'; there are int32, uint32, int64, uint64, float32, float64, bool, string and hex, and packets, which begin with 0x");
        }
    }

    /// <summary>What JSON has no numbers for.</summary>
    private readonly double? NoNumber() => _json.TokenType != JsonTokenType.String ? null : Text() switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => null,
    };

    private readonly bool IsInteger() => _json.ValueSpan.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0;

    private readonly Y3Tag NodeTag(byte key, Y3Tag kind, int depth, long begin)
    {
        if (depth == _options.MaxDepth)
            throw Fault($"more than {_options.MaxDepth} nodes inside each other", begin);
        return key switch
        {
            <= Y3Tag.MaxId => new Y3Tag((byte)(kind.Value | key)),
            >= 0x80 => new Y3Tag(key),
            _ => throw Fault($"0x{key:X2} is the tag of a value: it cannot hold packets", begin),
        };
    }

    private readonly byte KeyOf(string name)
    {
        int sign = name.IndexOf('#', StringComparison.Ordinal);
        string key = sign < 0 ? name : name[..sign];
        bool counted = sign < 0 || (sign < name.Length - 1 && name[(sign + 1)..].All(char.IsAsciiDigit));
        return counted && key.StartsWith("0x", StringComparison.Ordinal) && byte.TryParse(key.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value)
            ? value
            : throw Fault($"'{name}' is no packet; write its id, 0x00 to 0x3F, or its whole tag, and #2 behind it for the second one");
    }

    private bool Next()
    {
        try
        {
            return _json.Read();
        }
        catch (JsonException e)
        {
            throw Fault(e.Message, e.LineNumber, e.BytePositionInLine, e);
        }
    }

    private readonly string Text()
    {
        try
        {
            return _json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Fault("half a surrogate pair is no text; bytes are written as {\"hex\": \"…\"}");
        }
    }

    private readonly JsonException Fault(string reason, long? at = null)
    {
        ReadOnlySpan<byte> before = _text[..(int)(at ?? _json.TokenStartIndex)];
        return Fault(reason, before.Count((byte)'\n'), before.Length - before.LastIndexOf((byte)'\n') - 1, null);
    }

    private readonly JsonException Fault(string reason, long? line, long? position, Exception? inner) =>
        new(reason, $"${string.Concat(_path)}", line, position, inner);
}
