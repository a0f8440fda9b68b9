using System.Text.Json;
using Google.Protobuf;

namespace Bench.Micro;

/// <summary>One message in all formats, as bytes.</summary>
/// <param name="Pairs">3, 16, 32 or 63.</param>
public sealed record PairMessages(int Pairs, byte[] Y3, byte[] Json, byte[] Protobuf)
{
    public static PairMessages Of(int pairs) => new(pairs, EncodeY3(pairs), EncodeJson(pairs), PairTypes.FilledProtobuf(pairs).ToByteArray());

    public byte[] In(WireFormatKind format) => format switch
    {
        WireFormatKind.Y3 => Y3,
        WireFormatKind.Json => Json,
        WireFormatKind.Protobuf => Protobuf,
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    private static byte[] EncodeY3(int pairs)
    {
        byte[] room = new byte[1024];
        return room[..Y3Pairs.Encode(room, new PairValues(), pairs)];
    }

    private static byte[] EncodeJson(int pairs)
    {
        using MemoryStream stream = new();
        using Utf8JsonWriter writer = new(stream);
        JsonPairs.Encode(writer, new PairValues(), pairs);
        return stream.ToArray();
    }
}

/// <summary>What the bytes of a message are.</summary>
public enum WireFormatKind
{
    Y3,
    Json,
    Protobuf,
}
