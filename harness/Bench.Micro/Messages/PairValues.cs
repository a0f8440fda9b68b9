namespace Bench.Micro;

/// <summary>What is to be encoded, in memory. As constants the compiler would encode some of it.</summary>
internal sealed class PairValues
{
    internal string Text { get; set; } = PairContent.Text;
    internal int Int32 { get; set; } = PairContent.Int32;
    internal uint UInt32 { get; set; } = PairContent.UInt32;
    internal long Int64 { get; set; } = PairContent.Int64;
    internal ulong UInt64 { get; set; } = PairContent.UInt64;
    internal float Single { get; set; } = PairContent.Single;
    internal double Double { get; set; } = PairContent.Double;
}
