using Google.Protobuf;

namespace Bench.Micro;

/// <summary>The messages in protobuf, field by field through its stream of coded input, without a generated type.</summary>
internal static class ProtobufPairs
{
    /// <summary>Stops at the key; values before it are skipped.</summary>
    public static long Take(CodedInputStream input, int key, PairKind kind)
    {
        for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            if (WireFormat.GetTagFieldNumber(tag) == key)
                return Value(input, kind);
            input.SkipLastField();
        }
        return PairContent.Absent;
    }

    /// <param name="values">Gets the bits of all values, by their keys.</param>
    /// <returns>How many there were.</returns>
    public static int DecodeAll(CodedInputStream input, Span<long> values)
    {
        int count = 0;
        for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            int key = WireFormat.GetTagFieldNumber(tag);
            values[key] = Value(input, PairContent.KindOf[key]);
            count++;
        }
        return count;
    }

    private static long Value(CodedInputStream input, PairKind kind) => kind switch
    {
        PairKind.Text => PairContent.Bits(input.ReadString()),
        PairKind.Int32 => PairContent.Bits(input.ReadSInt32()),
        PairKind.UInt32 => PairContent.Bits(input.ReadUInt32()),
        PairKind.Int64 => PairContent.Bits(input.ReadSInt64()),
        PairKind.UInt64 => PairContent.Bits(input.ReadUInt64()),
        PairKind.Single => PairContent.Bits(input.ReadFloat()),
        _ => PairContent.Bits(input.ReadDouble()),
    };
}
