using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bench.Core;
using Bench.Y3;
using FsCheck;
using FsCheck.Fluent;

namespace Bench.Tests;

/// <summary>Messages as JSON, there and back.</summary>
public sealed class JsonTests
{
    private static readonly JsonWriterOptions s_indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void Messages_are_written_in_the_form_that_says_most_about_them()
    {
        StringBuilder all = new();
        Add("a record of YoMo", "81 16 B0 14 10 04 79 6F 6D 6F 11 02 43 E4 92 08 13 02 41 F0 14 02 42 20");
        Add("slices of values, of nodes, of slices, and an empty one", "81 1E C2 06 00 01 01 00 01 02 C3 0A 80 03 04 01 05 80 03 04 01 06 C4 06 C0 02 00 00 C0 00 D0 00");
        Add("a node of items, a slice with keys, and a slice that is none", "81 11 B0 05 80 03 04 01 05 C1 05 03 01 61 00 00 42 01 07");
        Add("ids that come twice", "81 0C 10 01 01 10 01 02 90 00 10 00 D0 00");
        Add("messages one after the other", "81 00 81 03 10 01 01 01 00 81 00");
        Add("values of every kind", "10 00 11 01 41 12 02 41 42 13 02 00 FF 14 02 3F 80 15 03 F0 00 00 16 02 00 01 17 03 E2 82 AC 18 01 80");
        Add("nothing", "");
        StoredFile.Holds("y3-json.txt", all.ToString());

        void Add(string title, string hex)
        {
            string json = Json(Hex.Bytes(hex), Dialects.NVarInt);
            all.Append($"# {title}\n{json}\n");
            Assert.Equal(hex, Hex.Text(Message(json, Dialects.NVarInt)));
        }
    }

    [Fact]
    public void Any_message_comes_back_from_JSON_as_the_same_bytes() =>
        Prop.ForAll(PacketGen.Messages, static packets =>
        {
            foreach (Y3Options options in (Y3Options[])[Dialects.NVarInt, Dialects.PVarInt])
            {
                byte[] message = PacketTree.Encoded(packets, options);
                Assert.Equal(Hex.Text(message), Hex.Text(Message(Json(message, options), options)));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Every_vector_comes_back_from_JSON_as_the_same_bytes() => Assert.All(VectorFile<PacketVector>.Load("y3-packets.json").Groups, static vectors =>
    {
        foreach (Y3Options options in Dialects.Of(vectors.Integers!))
            foreach (string hex in vectors.Vectors.Select(static vector => vector.Hex).Where(static hex => hex != "10 80 01 41"))
                Assert.Equal(hex, Hex.Text(Message(Json(Hex.Bytes(hex), options), options)));
    });

    [Fact]
    public void A_length_that_takes_more_bytes_than_it_needs_comes_back_in_its_shortest_form() =>
        Assert.Equal("10 01 41", Hex.Text(Message(Json(Hex.Bytes("10 80 01 41"), Dialects.NVarInt), Dialects.NVarInt)));

    [Theory]
    [InlineData("81 02", OperationStatus.NeedMoreData, 0)]
    [InlineData("81 04 10 00 02 74", OperationStatus.InvalidData, 5)]
    public void What_is_no_message_becomes_no_JSON(string hex, OperationStatus status, int offset)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text))
            Assert.Equal((status, offset), (Y3Json.Write(Hex.Bytes(hex), json, out int at), at));
        Assert.Equal(0, text.Length);
    }

    [Theory]
    [InlineData("""{"0x10": "hi"}""", "10 02 68 69")]
    [InlineData("""{"0x10": ""}""", "10 00")]
    [InlineData("""{"0x10": true, "0x11": false}""", "10 01 01 11 01 00")]
    [InlineData("""{"0x10": 255}""", "10 02 00 FF")]
    [InlineData("""{"0x10": 18446744073709551615}""", "10 01 FF")]
    [InlineData("""{"0x10": {"uint32": 4294967295}, "0x11": 4294967295}""", "10 01 FF 11 05 00 FF FF FF FF")]
    [InlineData("""{"0x10": 1.0}""", "10 02 3F F0")]
    [InlineData("""{"0x10": 1e0}""", "10 02 3F F0")]
    [InlineData("""{"0x10": {"float32": 456}, "0x11": {"float64": 23}}""", "10 02 43 E4 11 02 40 37")]
    [InlineData("""{"0x10": {"float32": "-Infinity"}, "0x11": {"float64": "Infinity"}}""", "10 02 FF 80 11 02 7F F0")]
    [InlineData("""{"0x10": {"hex": "00 ff"}, "0x11": {"string": "é"}, "0x12": {"bool": true}}""", "10 02 00 FF 11 02 C3 A9 12 01 01")]
    [InlineData("""{"0x10": {"int32": -1}, "0x11": {"int64": -1}, "0x12": {"uint64": 1}}""", "10 01 FF 11 01 FF 12 01 01")]
    [InlineData("""{"0x1": {"0x10": "hi", "0x11": {"float32": 456}, "0x12": [1, 2, 3]}}""", "81 13 10 02 68 69 11 02 43 E4 D2 09 00 01 01 00 01 02 00 01 03")]
    [InlineData("""{"0x81": {}, "0xC2": {"0x03": 1}, "0x84": [{}], "0x45": 6}""", "81 00 C2 03 03 01 01 84 02 80 00 45 01 06")]
    [InlineData("""{"0x10": 1, "0x10#2": 2, "0x10": 3}""", "10 01 01 10 01 02 10 01 03")]
    [InlineData("""[{"0x10": 1}, {}, {"0x10": 2}]""", "10 01 01 10 01 02")]
    [InlineData("\uFEFF{}", "")]
    public void The_notation_says_which_bytes_there_are(string json, string hex) =>
        Assert.Equal(hex, Hex.Text(Message(json, Dialects.NVarInt)));

    [Fact]
    public void Integers_are_those_of_the_dialect() =>
        Assert.Equal("10 02 81 7F 11 01 7F", Hex.Text(Message("""{"0x10": 255, "0x11": -1}""", Dialects.PVarInt)));

    [Theory]
    [InlineData("1", "(1,1): a message is an object of packets")]
    [InlineData("{\n  \"0x01\": {\n    \"0x02\": null } }", "(3,13): null is no value; an empty one is \"\" at '0x01.0x02'")]
    [InlineData("""[{}, {"0x01": [1, null]}]""", "(1,19): null is no value; an empty one is \"\" at '[1].0x01[1]'")]
    [InlineData("""{"10": 1}""", "(1,2): '10' is no packet; write its id, 0x00 to 0x3F, or its whole tag, and #2 behind it for the second one at '10'")]
    [InlineData("""{"0x100": 1}""", "(1,2): '0x100' is no packet")]
    [InlineData("""{"0x10#": 1}""", "(1,2): '0x10#' is no packet")]
    [InlineData("""{"0x10#x": 1}""", "(1,2): '0x10#x' is no packet")]
    [InlineData("""{"0x81": 1}""", "(1,10): 0x81 is the tag of a node or a slice: its value is an object or an array of packets at '0x81'")]
    [InlineData("""{"0x41": []}""", "(1,10): 0x41 is the tag of a value: it cannot hold packets at '0x41'")]
    [InlineData("""{"0x01": {"float31": 1}}""", "(1,22): unknown type 'float31'; there are int32, uint32")]
    [InlineData("""{"0x01": {"int32": 1, "0x02": 1}}""", "(1,23): behind the value of 'int32' the object must end")]
    [InlineData("""{"0x01": {"0x02": 1, "int32": 1}}""", "(1,22): 'int32' is no packet")]
    [InlineData("""{"0x01": {"int32": 2147483648}}""", "(1,20): this is no value of int32 at '0x01.int32'")]
    [InlineData("""{"0x01": {"uint64": -1}}""", "(1,21): this is no value of uint64")]
    [InlineData("""{"0x01": {"int64": 18446744073709551615}}""", "(1,20): this is no value of int64")]
    [InlineData("""{"0x01": {"int32": "1"}}""", "(1,20): this is no value of int32")]
    [InlineData("""{"0x01": {"float32": 1e39}}""", "(1,22): this is no value of float32")]
    [InlineData("""{"0x01": 1e400}""", "(1,10): this is no value of float64")]
    [InlineData("""{"0x01": {"float64": "nan"}}""", "(1,22): this is no value of float64")]
    [InlineData("""{"0x01": {"bool": 1}}""", "(1,19): this is no value of bool")]
    [InlineData("""{"0x01": {"hex": "8"}}""", "(1,18): this is no value of hex")]
    [InlineData("""{"0x01": "\ud800"}""", "(1,10): half a surrogate pair is no text")]
    [InlineData("""{"0x01": 1} {}""", "(1,13): '{' is invalid after a single JSON value")]
    [InlineData("{\"0x01\": 1,\n}", "(2,1): ")]
    [InlineData("{\"0x01\": t\n}", "(1,11): 't }' is an invalid JSON literal")]
    [InlineData("{\"0x0\\u001b\": 1}", "(1,2): '0x0 ' is no packet")]
    [InlineData("", "(1,1): ")]
    public void A_mistake_is_named_with_its_line_and_path(string json, string message) =>
        Assert.StartsWith($"file{message}", JsonFault.Describe("file", Assert.ThrowsAny<JsonException>(() => Message(json, Dialects.NVarInt))), StringComparison.Ordinal);

    [Fact]
    public void As_many_nodes_inside_each_other_as_readers_allow_are_made_and_no_more()
    {
        Assert.Equal(OperationStatus.Done, Seen.By(Message(Nested(64), Dialects.NVarInt)).Status);
        Assert.Equal(OperationStatus.Done, Seen.By(Message($"[{Nested(64)}]", Dialects.NVarInt)).Status);
        JsonException fault = Assert.ThrowsAny<JsonException>(() => Message($"[{Nested(65)}]", Dialects.NVarInt));
        Assert.Contains("more than 64 nodes inside each other", JsonFault.Describe("file", fault), StringComparison.Ordinal);
        Assert.ThrowsAny<JsonException>(() => Message(Nested(100_000), Dialects.NVarInt));

        static string Nested(int depth) => $"{string.Concat(Enumerable.Repeat("{\"0x01\":", depth))}{{\"0x02\": {{\"int32\": 1}}}}{new string('}', depth)}";
    }

    private static string Json(byte[] message, Y3Options options)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text, s_indented))
            Assert.Equal((OperationStatus.Done, message.Length), (Y3Json.Write(message, json, out int end, options), end));
        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static byte[] Message(string json, Y3Options options)
    {
        ArrayBufferWriter<byte> message = new();
        Y3Json.Read(Encoding.UTF8.GetBytes(json), message, options);
        return message.WrittenSpan.ToArray();
    }
}
