using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Bench.Y3;

/// <summary>Numbers by one load and one shift, where so many bytes as the widest one has lie behind the value's start.</summary>
internal static class Y3Load
{
    /// <returns>False where the load would leave <paramref name="source"/>, or the size fits no NVarInt: then the slow way decides.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryInt64(ReadOnlySpan<byte> source, long at, long size, out long value)
    {
        if ((ulong)(size - 1) < sizeof(long) && at >= 0 && at <= source.Length - sizeof(long))
        {
            value = BinaryPrimitives.ReadInt64BigEndian(source[(int)at..]) >> (64 - (8 * (int)size));
            return true;
        }
        value = 0;
        return false;
    }

    /// <inheritdoc cref="TryInt64"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryInt32(ReadOnlySpan<byte> source, long at, long size, out int value)
    {
        if ((ulong)(size - 1) < sizeof(int) && at >= 0 && at <= source.Length - sizeof(int))
        {
            value = BinaryPrimitives.ReadInt32BigEndian(source[(int)at..]) >> (32 - (8 * (int)size));
            return true;
        }
        value = 0;
        return false;
    }

    /// <inheritdoc cref="TryInt64"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryDouble(ReadOnlySpan<byte> source, long at, long size, out double value)
    {
        if ((ulong)(size - 1) < sizeof(double) && at >= 0 && at <= source.Length - sizeof(double))
        {
            ulong kept = ulong.MaxValue << (64 - (8 * (int)size));
            value = BitConverter.UInt64BitsToDouble(BinaryPrimitives.ReadUInt64BigEndian(source[(int)at..]) & kept);
            return true;
        }
        value = 0;
        return false;
    }

    /// <inheritdoc cref="TryInt64"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TrySingle(ReadOnlySpan<byte> source, long at, long size, out float value)
    {
        if ((ulong)(size - 1) < sizeof(float) && at >= 0 && at <= source.Length - sizeof(float))
        {
            uint kept = uint.MaxValue << (32 - (8 * (int)size));
            value = BitConverter.UInt32BitsToSingle(BinaryPrimitives.ReadUInt32BigEndian(source[(int)at..]) & kept);
            return true;
        }
        value = 0;
        return false;
    }
}
