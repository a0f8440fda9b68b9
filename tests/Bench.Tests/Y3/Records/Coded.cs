using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bench.Y3;

namespace Bench.Tests;

/// <summary>Records as bytes, and back.</summary>
internal static class Coded
{
    private static readonly JsonSerializerOptions s_options = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    internal static byte[] Bytes<T>(T record, Y3Options? options = null)
        where T : IY3Record<T>
    {
        ArrayBufferWriter<byte> output = new();
        Y3Writer writer = new(output, options);
        record.Write(ref writer);
        Assert.Equal(OperationStatus.Done, writer.Finish());
        return output.WrittenSpan.ToArray();
    }

    internal static string Text<T>(T record, Y3Options? options = null)
        where T : IY3Record<T> => Hex.Text(Bytes(record, options));

    internal static T Read<T>(string hex, Y3Options? options = null)
        where T : IY3Record<T> => Read<T>(Hex.Bytes(hex), options);

    internal static T Read<T>(byte[] bytes, Y3Options? options = null)
        where T : IY3Record<T>
    {
        Assert.Equal((OperationStatus.Done, bytes.Length), (T.Read(new Y3Reader(bytes, options), out T? record, out int offset), offset));
        return record!;
    }

    internal static (OperationStatus Status, int Offset) Fault<T>(string hex, Y3Options? options = null)
        where T : IY3Record<T>
    {
        OperationStatus status = T.Read(new Y3Reader(Hex.Bytes(hex), options), out T? record, out int offset);
        Assert.Equal(default, record);
        return (status, offset);
    }

    /// <summary>All that can be seen of a record: those with arrays are never equal.</summary>
    internal static string Seen<T>(T record) => JsonSerializer.Serialize(record, s_options);
}
