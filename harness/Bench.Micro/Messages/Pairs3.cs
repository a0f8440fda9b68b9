using Bench.Y3;

namespace Bench.Micro;

/// <summary>A message of 3 pairs as the type of a program that uses it: what typed contestants decode to and encode from.</summary>
[Y3Record]
public sealed partial class Pairs3
{
    [Y3(1)] public string K1 { get; set; } = "";
    [Y3(2)] public int K2 { get; set; }
    [Y3(3)] public uint K3 { get; set; }
}
