namespace Bench.Y3.Generator;

/// <summary>What one packet holds. Numbers narrower than 32 bits are an int32 on the wire.</summary>
internal enum Wire
{
    Bool,
    SByte,
    Byte,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Single,
    Double,
    String,
    Bytes,
    Record,
}
