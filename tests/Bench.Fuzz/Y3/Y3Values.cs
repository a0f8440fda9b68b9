using System.Buffers;
using Bench.Y3;

namespace Bench.Fuzz;

/// <summary>The value of one packet as each type that it could be.</summary>
internal static class Y3Values
{
    internal static void Same(Y3Reader whole, Y3SequenceReader split)
    {
        Same(whole.GetInt32(out int int32), int32, split.GetInt32(out int int32Split), int32Split, "both readers see the same int32");
        Same(whole.GetUInt32(out uint uint32), uint32, split.GetUInt32(out uint uint32Split), uint32Split, "both readers see the same uint32");
        Same(whole.GetInt64(out long int64), int64, split.GetInt64(out long int64Split), int64Split, "both readers see the same int64");
        Same(whole.GetUInt64(out ulong uint64), uint64, split.GetUInt64(out ulong uint64Split), uint64Split, "both readers see the same uint64");
        // By their bits: a NaN is not equal to itself, and 0 is to -0.
        Same(whole.GetSingle(out float single), Bits(single), split.GetSingle(out float singleSplit), Bits(singleSplit), "both readers see the same float32");
        Same(whole.GetDouble(out double wide), Bits(wide), split.GetDouble(out double wideSplit), Bits(wideSplit), "both readers see the same float64");
        Same(whole.GetBool(out bool truth), truth, split.GetBool(out bool truthSplit), truthSplit, "both readers see the same bool");
        Same(whole.GetString(out string text), text, split.GetString(out string textSplit), textSplit, "both readers see the same string");
    }

    /// <summary>Written again, a value has the shortest form, and is the same.</summary>
    internal static void Again(Y3Reader reader, Y3Options options)
    {
        Span<byte> room = stackalloc byte[2 + PVarInt.MaxSize];
        ReadOnlySpan<byte> value = reader.Value;
        if (reader.GetInt64(out long whole) == OperationStatus.Done)
        {
            Y3Writer writer = new(room, options);
            writer.WriteInt64(0, whole);
            Y3Reader again = Read(room, ref writer, options);
            FuzzFault.Unless(again.GetInt64(out long same) == OperationStatus.Done && same == whole && again.Value.Length <= value.Length, "an integer written again is the same and no longer");
        }
        if (reader.GetSingle(out float single) == OperationStatus.Done)
        {
            Y3Writer writer = new(room, options);
            writer.WriteSingle(0, single);
            Y3Reader again = Read(room, ref writer, options);
            FuzzFault.Unless(again.GetSingle(out float same) == OperationStatus.Done && Bits(same) == Bits(single) && again.Value.Length <= value.Length, "a float32 written again is the same and no longer");
        }
        if (reader.GetDouble(out double wide) == OperationStatus.Done)
        {
            Y3Writer writer = new(room, options);
            writer.WriteDouble(0, wide);
            Y3Reader again = Read(room, ref writer, options);
            FuzzFault.Unless(again.GetDouble(out double same) == OperationStatus.Done && Bits(same) == Bits(wide) && again.Value.Length <= value.Length, "a float64 written again is the same and no longer");
        }
        // Longer ones would cost more than everything else; their bytes are compared by the readers.
        if (value.Length <= PVarInt.MaxSize && reader.GetString(out string text) == OperationStatus.Done)
        {
            Y3Writer writer = new(room, options);
            writer.WriteString(0, text);
            Y3Reader again = Read(room, ref writer, options);
            FuzzFault.Unless(again.Value.SequenceEqual(value), "a string written again is the same bytes");
        }
    }

    private static Y3Reader Read(ReadOnlySpan<byte> room, ref Y3Writer writer, Y3Options options)
    {
        FuzzFault.UnlessEqual(OperationStatus.Done, writer.Finish(), "there is room for any number");
        Y3Reader again = new(room[..(int)writer.Written], options);
        FuzzFault.Unless(again.Read(), "a value written again is a packet");
        return again;
    }

    private static void Same<T>(OperationStatus status, T value, OperationStatus other, T otherValue, string rule)
    {
        FuzzFault.UnlessEqual(status, other, rule);
        if (status == OperationStatus.Done)
            FuzzFault.UnlessEqual(value, otherValue, rule);
    }

    private static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value);

    private static ulong Bits(double value) => BitConverter.DoubleToUInt64Bits(value);
}
