using System.Text.Json;
using Google.Protobuf;
using Newtonsoft.Json.Serialization;

namespace Bench.Micro;

/// <summary>Messages decoded to objects of their types, as programs commonly do it.</summary>
/// <remarks>A switch in place of a type parameter: code that all classes share would look its type up at each call, which a program that knows its type does not.</remarks>
internal static class TypedPairs
{
    private static readonly JsonSerializerOptions s_reflection = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
    private static readonly Newtonsoft.Json.JsonSerializerSettings s_newtonsoft = new() { ContractResolver = new CamelCasePropertyNamesContractResolver() };

    public static object FromJsonSourceGenerated(ReadOnlySpan<byte> json, int pairs) => pairs switch
    {
        3 => JsonSerializer.Deserialize(json, PairsJson.Default.Pairs3)!,
        16 => JsonSerializer.Deserialize(json, PairsJson.Default.Pairs16)!,
        32 => JsonSerializer.Deserialize(json, PairsJson.Default.Pairs32)!,
        _ => JsonSerializer.Deserialize(json, PairsJson.Default.Pairs63)!,
    };

    public static object FromJsonSourceGenerated(ref Utf8JsonReader json, int pairs) => pairs switch
    {
        3 => JsonSerializer.Deserialize(ref json, PairsJson.Default.Pairs3)!,
        16 => JsonSerializer.Deserialize(ref json, PairsJson.Default.Pairs16)!,
        32 => JsonSerializer.Deserialize(ref json, PairsJson.Default.Pairs32)!,
        _ => JsonSerializer.Deserialize(ref json, PairsJson.Default.Pairs63)!,
    };

    public static object FromJsonReflection(ReadOnlySpan<byte> json, int pairs) => pairs switch
    {
        3 => JsonSerializer.Deserialize<Pairs3>(json, s_reflection)!,
        16 => JsonSerializer.Deserialize<Pairs16>(json, s_reflection)!,
        32 => JsonSerializer.Deserialize<Pairs32>(json, s_reflection)!,
        _ => JsonSerializer.Deserialize<Pairs63>(json, s_reflection)!,
    };

    /// <param name="json">Newtonsoft.Json reads no UTF-8: it begins with what others end with.</param>
    public static object FromNewtonsoft(ReadOnlySpan<byte> json, int pairs)
    {
        string text = System.Text.Encoding.UTF8.GetString(json);
        return pairs switch
        {
            3 => Newtonsoft.Json.JsonConvert.DeserializeObject<Pairs3>(text, s_newtonsoft)!,
            16 => Newtonsoft.Json.JsonConvert.DeserializeObject<Pairs16>(text, s_newtonsoft)!,
            32 => Newtonsoft.Json.JsonConvert.DeserializeObject<Pairs32>(text, s_newtonsoft)!,
            _ => Newtonsoft.Json.JsonConvert.DeserializeObject<Pairs63>(text, s_newtonsoft)!,
        };
    }

    public static IMessage FromProtobuf(ReadOnlySpan<byte> message, int pairs) => pairs switch
    {
        3 => Protobuf.Pairs3.Parser.ParseFrom(message),
        16 => Protobuf.Pairs16.Parser.ParseFrom(message),
        32 => Protobuf.Pairs32.Parser.ParseFrom(message),
        _ => Protobuf.Pairs63.Parser.ParseFrom(message),
    };

    public static IMessage FromProtobuf(System.Buffers.ReadOnlySequence<byte> message, int pairs) => pairs switch
    {
        3 => Protobuf.Pairs3.Parser.ParseFrom(message),
        16 => Protobuf.Pairs16.Parser.ParseFrom(message),
        32 => Protobuf.Pairs32.Parser.ParseFrom(message),
        _ => Protobuf.Pairs63.Parser.ParseFrom(message),
    };

    public static void ToJsonSourceGenerated(Utf8JsonWriter writer, object message)
    {
        switch (message)
        {
            case Pairs3 small:
                JsonSerializer.Serialize(writer, small, PairsJson.Default.Pairs3);
                break;
            case Pairs16 medium:
                JsonSerializer.Serialize(writer, medium, PairsJson.Default.Pairs16);
                break;
            case Pairs32 large:
                JsonSerializer.Serialize(writer, large, PairsJson.Default.Pairs32);
                break;
            default:
                JsonSerializer.Serialize(writer, (Pairs63)message, PairsJson.Default.Pairs63);
                break;
        }
    }

    public static string ToNewtonsoft(object message) => Newtonsoft.Json.JsonConvert.SerializeObject(message, s_newtonsoft);
}
