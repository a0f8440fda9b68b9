using System.Buffers;
using System.Text.Json;
using Bench.Y3;
using Google.Protobuf;
using Newtonsoft.Json.Serialization;

namespace Bench.Micro;

/// <summary>Messages decoded to objects of their types, as programs commonly do it.</summary>
/// <remarks>A switch in place of a type parameter: code that all classes share would look its type up at each call, which a program that knows its type does not.</remarks>
internal static class TypedPairs
{
    private static readonly JsonSerializerOptions s_reflection = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
    private static readonly Newtonsoft.Json.JsonSerializerSettings s_newtonsoft = new() { ContractResolver = new CamelCasePropertyNamesContractResolver() };

    public static object FromY3(ReadOnlySpan<byte> message, int pairs)
    {
        Y3Reader root = new(message);
        if (!root.Read())
            throw Y3Pairs.Broken(root.Status);
        Y3Reader members = root.Enter();
        return pairs switch
        {
            3 => Whole(Pairs3.Read(members, out Pairs3? message3, out _), message3),
            16 => Whole(Pairs16.Read(members, out Pairs16? message16, out _), message16),
            32 => Whole(Pairs32.Read(members, out Pairs32? message32, out _), message32),
            _ => Whole(Pairs63.Read(members, out Pairs63? message63, out _), message63),
        };
    }

    /// <returns>Bytes written.</returns>
    public static int ToY3(Span<byte> destination, object message)
    {
        Y3Writer writer = new(destination);
        Y3Scope root = writer.Begin(Y3Pairs.Root);
        switch (message)
        {
            case Pairs3 small:
                small.Write(ref writer);
                break;
            case Pairs16 medium:
                medium.Write(ref writer);
                break;
            case Pairs32 large:
                large.Write(ref writer);
                break;
            default:
                ((Pairs63)message).Write(ref writer);
                break;
        }
        writer.End(root);
        return writer.Finish() == OperationStatus.Done ? (int)writer.Written : throw Y3Pairs.Broken(writer.Status);
    }

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

    public static IMessage FromProtobuf(ReadOnlySequence<byte> message, int pairs) => pairs switch
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

    private static object Whole(OperationStatus status, object? message) => status == OperationStatus.Done ? message! : throw Y3Pairs.Broken(status);
}
