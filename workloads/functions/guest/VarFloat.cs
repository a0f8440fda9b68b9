using System.Buffers.Binary;

namespace Bench.Functions;

/// <summary>
/// Y3's floating-point values: IEEE 754, big-endian, zero bytes at the end cut off. The wire does not say how wide a value was
/// before that: up to 4 bytes are taken for a float and more for a double. Those written here are never cut.
/// </summary>
internal static class VarFloat
{
    /// <exception cref="FormatException">There are not 1 to 8 bytes.</exception>
    internal static double Read(ReadOnlySpan<byte> data)
    {
        if (data.Length is < 1 or > sizeof(double))
            throw new FormatException("a number has 1 to 8 bytes");
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        bytes.Clear();
        data.CopyTo(bytes);
        return data.Length <= sizeof(float) ? BinaryPrimitives.ReadSingleBigEndian(bytes) : BinaryPrimitives.ReadDoubleBigEndian(bytes);
    }

    /// <summary>Replies with a number as wide as one that came in <paramref name="size"/> bytes.</summary>
    internal static void Reply(IReplies replies, byte tag, double value, int size)
    {
        Span<byte> bytes = stackalloc byte[size <= sizeof(float) ? sizeof(float) : sizeof(double)];
        if (bytes.Length == sizeof(float))
            BinaryPrimitives.WriteSingleBigEndian(bytes, (float)value);
        else
            BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
        replies.Reply(tag, bytes);
    }
}
