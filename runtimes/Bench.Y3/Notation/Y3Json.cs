using System.Buffers;
using System.Text.Json;

namespace Bench.Y3;

/// <summary>
/// Messages as JSON for people: <c>{"0x01": {"0x10": "text", "0x11": {"float32": 456}, "0x12": [1, 2]}}</c> is a node with a
/// string, a number and a slice. The notation is described in docs/y3.md.
/// </summary>
public static class Y3Json
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>
    /// What <see cref="Read"/> turns into the same bytes again. Since the wire has no types, a value becomes what it
    /// looks like: text, an integer, a floating-point number, or hexadecimal digits. Where that is wrong, the bytes are still right.
    /// </summary>
    /// <remarks>Of a length that takes more bytes than it needs, only the shortest form comes back.</remarks>
    /// <param name="messages">One after the other; an object for each, in an array if there are several.</param>
    /// <param name="offset">Of the fault; on Done the end.</param>
    /// <returns>As a reader says of all packets. Nothing is written unless Done.</returns>
    public static OperationStatus Write(ReadOnlySpan<byte> messages, Utf8JsonWriter json, out int offset, Y3Options? options = null) =>
        Y3JsonWriter.Write(messages, json, options ?? Y3Options.Default, out offset);

    /// <param name="text">UTF-8. An object is a message; in an array they stand one after the other.</param>
    /// <param name="output">Gets the messages; of no use after an exception.</param>
    /// <exception cref="JsonException">It is no JSON, or not this notation: the message says why, line, position and path say where.</exception>
    public static void Read(ReadOnlySpan<byte> text, IBufferWriter<byte> output, Y3Options? options = null) =>
        new Y3JsonReader(text.StartsWith(ByteOrderMark) ? text[ByteOrderMark.Length..] : text, output, options ?? Y3Options.Default).ReadMessages();
}
