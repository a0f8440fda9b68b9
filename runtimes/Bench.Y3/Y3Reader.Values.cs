using System.Buffers;
using System.Runtime.CompilerServices;

namespace Bench.Y3;

/// <summary>The value of the packet read last. The wire has no types: the caller knows which one it is.</summary>
public ref partial struct Y3Reader
{
    /// <returns><see cref="OperationStatus.InvalidData"/> if the value is empty, too long or out of range.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly OperationStatus GetInt64(out long value) =>
        !_packedBySeven && Y3Load.TryInt64(_source, _value, _next - _value, out value)
            ? OperationStatus.Done
            : Y3Primitive.ReadInt64(Value, _options.Integers, out value);

    /// <inheritdoc cref="GetInt64"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly OperationStatus GetInt32(out int value) =>
        !_packedBySeven && Y3Load.TryInt32(_source, _value, _next - _value, out value)
            ? OperationStatus.Done
            : Y3Primitive.ReadInt32(Value, _options.Integers, out value);

    /// <summary>The wire holds the signed number of the same bits.</summary>
    /// <inheritdoc cref="GetInt64"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly OperationStatus GetUInt64(out ulong value)
    {
        OperationStatus status = GetInt64(out long signed);
        value = (ulong)signed;
        return status;
    }

    /// <inheritdoc cref="GetUInt64"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly OperationStatus GetUInt32(out uint value)
    {
        OperationStatus status = GetInt32(out int signed);
        value = (uint)signed;
        return status;
    }

    /// <returns><see cref="OperationStatus.InvalidData"/> unless the value has 1 to 4 bytes.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly OperationStatus GetSingle(out float value) =>
        Y3Load.TrySingle(_source, _value, _next - _value, out value)
            ? OperationStatus.Done
            : VarFloat.TryRead(Value, out value);

    /// <returns><see cref="OperationStatus.InvalidData"/> unless the value has 1 to 8 bytes.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly OperationStatus GetDouble(out double value) =>
        Y3Load.TryDouble(_source, _value, _next - _value, out value)
            ? OperationStatus.Done
            : VarFloat.TryRead(Value, out value);

    /// <summary>An empty value is false, and so is every other than 01: it cannot be wrong.</summary>
    public readonly OperationStatus GetBool(out bool value)
    {
        value = Y3Primitive.ReadBool(Value);
        return OperationStatus.Done;
    }

    /// <returns><see cref="OperationStatus.InvalidData"/> if the bytes are no UTF-8; <paramref name="value"/> is empty then.</returns>
    public readonly OperationStatus GetString(out string value) => Y3Primitive.ReadString(Value, out value);
}
