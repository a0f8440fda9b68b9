namespace Bench.Y3.Generator;

internal static class Names
{
    internal const string RecordAttribute = "Bench.Y3.Y3RecordAttribute";
    internal const string MemberAttribute = "Bench.Y3.Y3Attribute";
    internal const string RecordInterface = "Bench.Y3.IY3Record`1";
}
