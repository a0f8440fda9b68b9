namespace Bench.Micro;

/// <summary>A message of 3 pairs as the type of a program that uses it: what typed contestants decode to and encode from.</summary>
public sealed partial class Pairs3
{
    public string K1 { get; set; } = "";
    public int K2 { get; set; }
    public uint K3 { get; set; }
}
