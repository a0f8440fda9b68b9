using System.Buffers;
using System.Text;
using System.Text.Json;
using Bench.Core;
using Bench.Y3;

namespace Bench.Fuzz;

/// <summary>JSON that people write, with the mistakes that they make.</summary>
internal sealed class Y3JsonTarget : IFuzzTarget
{
    private static readonly byte[][] s_pieces =
    [
        .. ((string[])["{", "}", "[", "]", ",", ":", "\"", "\"0x01\":", "\"0x81\": {", "\"0x42\"", "\"0x10#2\":", "\"0x40\"", "{}", "[]", "null", "true", "1", "-1", "1e400", "1.5",
            "18446744073709551615", "\"NaN\"", "\"\\ud800\"", "\"é\\n\"", "{\"float32\": 456}", "{\"hex\": \"00 fF\"}", "{\"uint32\": 4294967295}", "{\"int64\":", "\n", "\0"]).Select(Encoding.UTF8.GetBytes),
    ];

    private readonly Y3Target _messages = new();
    private readonly FuzzBuffer _message = new();

    public string Name => "y3-json";

    public string Summary => "messages from JSON text, right and wrong";

    /// <summary>A fault names the path of keys to it, and text may be decoded for each of them.</summary>
    public AllocationLimit Limit => new(1 << 16, 512);

    public void Generate(SplitMix random, FuzzBuffer buffer)
    {
        if (random.Below(3) == 0)
        {
            for (int left = random.Below(30); left > 0; left--)
                buffer.Append(s_pieces[random.Below(s_pieces.Length)]);
        }
        else
        {
            _message.Clear();
            _messages.Generate(random, _message);
            ArrayBufferWriter<byte> text = new();
            using (Utf8JsonWriter json = new(text))
                Y3Json.Write(_message.Bytes, json, out _);
            buffer.Append(text.WrittenSpan);
        }
        for (int left = random.Below(4); left > 0; left--)
            Mutations.Mutate(random, buffer, s_pieces);
    }

    public void Examine(ReadOnlyMemory<byte> input, SplitMix choices)
    {
        ArrayBufferWriter<byte> message = new();
        try
        {
            Y3Json.Read(input.Span, message);
        }
        catch (JsonException fault)
        {
            FuzzFault.Unless(fault.LineNumber >= 0 && fault.BytePositionInLine >= 0 && fault.BytePositionInLine <= input.Length, "a mistake is inside the text");
            FuzzFault.Unless(!JsonFault.Describe("", fault).Contains('\n', StringComparison.Ordinal), "a mistake is described in one line");
            return;
        }
        ArrayBufferWriter<byte> text = new();
        using (Utf8JsonWriter json = new(text))
            FuzzFault.UnlessEqual(OperationStatus.Done, Y3Json.Write(message.WrittenSpan, json, out _, new Y3Options { MaxLength = int.MaxValue }), "what is made from JSON is whole messages");
        ArrayBufferWriter<byte> again = new();
        Y3Json.Read(text.WrittenSpan, again);
        FuzzFault.Unless(again.WrittenSpan.SequenceEqual(message.WrittenSpan), "what is made from JSON comes back from JSON");
    }
}
