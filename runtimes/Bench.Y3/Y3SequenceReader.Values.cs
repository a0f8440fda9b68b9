using System.Buffers;
using System.Runtime.CompilerServices;

namespace Bench.Y3;

public ref partial struct Y3SequenceReader
{
    /// <inheritdoc cref="Y3Reader.GetInt64"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly OperationStatus GetInt64(out long value) =>
        !_packedBySeven && Y3Load.TryInt64(_segment, _value - _segmentStart, _next - _value, out value)
            ? OperationStatus.Done
            : GatherInt64(out value);

    /// <inheritdoc cref="Y3Reader.GetInt32"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly OperationStatus GetInt32(out int value) =>
        !_packedBySeven && Y3Load.TryInt32(_segment, _value - _segmentStart, _next - _value, out value)
            ? OperationStatus.Done
            : GatherInt32(out value);

    /// <inheritdoc cref="Y3Reader.GetUInt64"/>
    public readonly OperationStatus GetUInt64(out ulong value)
    {
        OperationStatus status = GetInt64(out long signed);
        value = (ulong)signed;
        return status;
    }

    /// <inheritdoc cref="Y3Reader.GetUInt32"/>
    public readonly OperationStatus GetUInt32(out uint value)
    {
        OperationStatus status = GetInt32(out int signed);
        value = (uint)signed;
        return status;
    }

    /// <inheritdoc cref="Y3Reader.GetSingle"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly OperationStatus GetSingle(out float value) =>
        Y3Load.TrySingle(_segment, _value - _segmentStart, _next - _value, out value)
            ? OperationStatus.Done
            : GatherSingle(out value);

    /// <inheritdoc cref="Y3Reader.GetDouble"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly OperationStatus GetDouble(out double value) =>
        Y3Load.TryDouble(_segment, _value - _segmentStart, _next - _value, out value)
            ? OperationStatus.Done
            : GatherDouble(out value);

    /// <inheritdoc cref="Y3Reader.GetBool"/>
    public readonly OperationStatus GetBool(out bool value)
    {
        value = _next > _value && Y3Primitive.ReadBool(Gather(_value, stackalloc byte[1]));
        return OperationStatus.Done;
    }

    /// <inheritdoc cref="Y3Reader.GetString"/>
    public readonly OperationStatus GetString(out string value)
    {
        ReadOnlySequence<byte> bytes = Value;
        if (bytes.IsSingleSegment)
            return Y3Primitive.ReadString(bytes.FirstSpan, out value);
        int length = (int)bytes.Length;
        byte[] rented = ArrayPool<byte>.Shared.Rent(length);
        bytes.CopyTo(rented);
        OperationStatus status = Y3Primitive.ReadString(rented.AsSpan(0, length), out value);
        ArrayPool<byte>.Shared.Return(rented);
        return status;
    }

    private readonly OperationStatus GatherInt64(out long value) =>
        TryGather(stackalloc byte[Y3Primitive.MaxSize], out ReadOnlySpan<byte> bytes) ? Y3Primitive.ReadInt64(bytes, _options.Integers, out value) : Invalid(out value);

    private readonly OperationStatus GatherInt32(out int value) =>
        TryGather(stackalloc byte[Y3Primitive.MaxSize], out ReadOnlySpan<byte> bytes) ? Y3Primitive.ReadInt32(bytes, _options.Integers, out value) : Invalid(out value);

    private readonly OperationStatus GatherSingle(out float value) =>
        TryGather(stackalloc byte[Y3Primitive.MaxSize], out ReadOnlySpan<byte> bytes) ? VarFloat.TryRead(bytes, out value) : Invalid(out value);

    private readonly OperationStatus GatherDouble(out double value) =>
        TryGather(stackalloc byte[Y3Primitive.MaxSize], out ReadOnlySpan<byte> bytes) ? VarFloat.TryRead(bytes, out value) : Invalid(out value);

    /// <returns>False if the value is longer than any number, and so than <paramref name="room"/>.</returns>
    private readonly bool TryGather(Span<byte> room, out ReadOnlySpan<byte> bytes)
    {
        int size = (int)(_next - _value);
        bytes = size <= room.Length ? Gather(_value, room[..size]) : default;
        return size <= room.Length;
    }

    private static OperationStatus Invalid<T>(out T value)
        where T : struct
    {
        value = default;
        return OperationStatus.InvalidData;
    }
}
