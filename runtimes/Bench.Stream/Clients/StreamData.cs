using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Bench.Y3;

namespace Bench.Streaming;

/// <summary>What messages carry, for those that carry no bytes of their own design.</summary>
public static class StreamData
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>Eight bytes, big-endian. Y3 would cut zero bytes off; the length then no longer says that it is no float32.</returns>
    public static byte[] From(double number)
    {
        byte[] data = new byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleBigEndian(data, number);
        return data;
    }

    /// <returns>UTF-8.</returns>
    public static byte[] From(string text) => s_strict.GetBytes(text);

    /// <summary>As YoMo's sources send records: <c>81 L ( tag L members )</c>.</summary>
    /// <param name="tag">Of the message too.</param>
    public static byte[] From<T>(byte tag, T record)
        where T : IY3Record<T>
    {
        ArrayBufferWriter<byte> data = new();
        OperationStatus status = Y3Message.Encode(data, tag, record);
        return status == OperationStatus.Done ? data.WrittenSpan.ToArray() : throw new ArgumentException($"a {typeof(T).Name} that cannot be written: {status}", nameof(record));
    }

    /// <summary>Reads a Y3 floating-point number: of up to 4 bytes a float32, of more a float64, whose last bytes may be absent if they are zero.</summary>
    /// <exception cref="FormatException">There are not 1 to 8 bytes.</exception>
    public static double ToNumber(ReadOnlySpan<byte> data)
    {
        if (data.Length <= sizeof(float) && VarFloat.TryRead(data, out float single) == OperationStatus.Done)
            return single;
        return VarFloat.TryRead(data, out double value) == OperationStatus.Done ? value : throw new FormatException($"{data.Length} bytes are no number of 1 to 8");
    }

    /// <summary>Reads UTF-8.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static string ToText(ReadOnlySpan<byte> data) =>
        Y3Primitive.ReadString(data, out string text) == OperationStatus.Done ? text : throw new FormatException("it is no UTF-8");

    /// <summary>Reads what <see cref="From{T}(byte, T)"/> writes.</summary>
    /// <param name="problem">Null where there is a record.</param>
    public static bool TryToRecord<T>(byte tag, ReadOnlySpan<byte> data, [NotNullWhen(true)] out T? record, [NotNullWhen(false)] out string? problem)
        where T : IY3Record<T>
    {
        OperationStatus status = Y3Message.Decode(data, tag, out record, out int offset);
        problem = status == OperationStatus.Done ? null : $"it is no {typeof(T).Name}: {status} at byte {offset}";
        return status == OperationStatus.Done;
    }
}
