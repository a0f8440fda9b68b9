namespace Bench.Micro;

/// <summary>Type of a pair's value. A message's schema says it; Y3 and JSON do not carry it.</summary>
internal enum PairKind : byte
{
    Text,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Single,
    Double,
}
