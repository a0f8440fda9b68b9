using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Bench.Y3;

/// <summary>
/// Values for a switch over many tags, as the source generator writes it: the bytes are loaded once, before the switch, and a
/// case is left with a shift. The whole load in each of many cases is more than the JIT inlines into one method, and then the
/// reader lives in memory instead of in registers.
/// </summary>
public ref partial struct Y3Reader
{
    /// <summary>The value's first eight bytes, most significant first. Bytes behind the value's end are arbitrary.</summary>
    public readonly ulong Head
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _value <= _source.Length - sizeof(ulong) ? BinaryPrimitives.ReadUInt64BigEndian(_source[_value..]) : HeadAtEnd(_source, _value);
    }

    /// <param name="head"><see cref="Head"/> of this packet.</param>
    /// <returns>False if the value is empty, too long or out of range.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool TryGetInt32(ulong head, out int value)
    {
        int size = _next - _value;
        if (!_packedBySeven && (uint)(size - 1) < sizeof(int))
        {
            value = (int)((long)head >> (64 - (8 * size)));
            return true;
        }
        return TryInt32(_source, _value, _next, _options, out value);
    }

    /// <inheritdoc cref="TryGetInt32"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool TryGetInt64(ulong head, out long value)
    {
        int size = _next - _value;
        if (!_packedBySeven && (uint)(size - 1) < sizeof(long))
        {
            value = (long)head >> (64 - (8 * size));
            return true;
        }
        return TryInt64(_source, _value, _next, _options, out value);
    }

    /// <summary>The wire holds the signed number of the same bits.</summary>
    /// <inheritdoc cref="TryGetInt32"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool TryGetUInt32(ulong head, out uint value)
    {
        bool isNumber = TryGetInt32(head, out int signed);
        value = (uint)signed;
        return isNumber;
    }

    /// <inheritdoc cref="TryGetUInt32"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool TryGetUInt64(ulong head, out ulong value)
    {
        bool isNumber = TryGetInt64(head, out long signed);
        value = (ulong)signed;
        return isNumber;
    }

    /// <summary>A number of 8 or 16 bits; the wire holds an int32.</summary>
    /// <inheritdoc cref="TryGetInt32"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool TryGetNarrow<T>(ulong head, out T value)
        where T : struct, IBinaryInteger<T>
    {
        bool isNumber = TryGetInt32(head, out int wide);
        value = T.CreateTruncating(wide);
        return isNumber && int.CreateTruncating(value) == wide;
    }

    /// <returns>False unless the value has 1 to 4 bytes.</returns>
    /// <inheritdoc cref="TryGetInt32"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool TryGetSingle(ulong head, out float value)
    {
        int size = _next - _value;
        value = BitConverter.UInt32BitsToSingle((uint)(head >> 32) & (uint.MaxValue << (32 - (8 * size))));
        return (uint)(size - 1) < sizeof(float);
    }

    /// <returns>False unless the value has 1 to 8 bytes.</returns>
    /// <inheritdoc cref="TryGetInt32"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool TryGetDouble(ulong head, out double value)
    {
        int size = _next - _value;
        value = BitConverter.UInt64BitsToDouble(head & (ulong.MaxValue << (64 - (8 * size))));
        return (uint)(size - 1) < sizeof(double);
    }

    /// <summary>An empty value is false, and so is every other than 01.</summary>
    /// <inheritdoc cref="TryGetInt32"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool IsTrue(ulong head) => _next > _value && head >> 56 == 1;

    /// <returns>False if the bytes are no UTF-8.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool TryGetString(out string value) => Y3Primitive.ReadString(Value, out value) == OperationStatus.Done;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong HeadAtEnd(ReadOnlySpan<byte> source, int value)
    {
        if (source.Length >= sizeof(ulong))
            return BinaryPrimitives.ReadUInt64BigEndian(source[^sizeof(ulong)..]) << (8 * (value + sizeof(ulong) - source.Length));
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        source[value..].CopyTo(bytes);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryInt32(ReadOnlySpan<byte> source, int start, int end, Y3Options options, out int value) =>
        Y3Primitive.ReadInt32(source[start..end], options.Integers, out value) == OperationStatus.Done;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryInt64(ReadOnlySpan<byte> source, int start, int end, Y3Options options, out long value) =>
        Y3Primitive.ReadInt64(source[start..end], options.Integers, out value) == OperationStatus.Done;
}
