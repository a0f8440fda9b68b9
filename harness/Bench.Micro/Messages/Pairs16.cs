using Bench.Y3;

namespace Bench.Micro;

/// <summary>A message of 16 pairs as the type of a program that uses it: what typed contestants decode to and encode from.</summary>
[Y3Record]
public sealed partial class Pairs16
{
    [Y3(1)] public string K1 { get; set; } = "";
    [Y3(2)] public int K2 { get; set; }
    [Y3(3)] public uint K3 { get; set; }
    [Y3(4)] public long K4 { get; set; }
    [Y3(5)] public ulong K5 { get; set; }
    [Y3(6)] public float K6 { get; set; }
    [Y3(7)] public double K7 { get; set; }
    [Y3(8)] public string K8 { get; set; } = "";
    [Y3(9)] public int K9 { get; set; }
    [Y3(10)] public uint K10 { get; set; }
    [Y3(11)] public long K11 { get; set; }
    [Y3(12)] public ulong K12 { get; set; }
    [Y3(13)] public float K13 { get; set; }
    [Y3(14)] public double K14 { get; set; }
    [Y3(15)] public string K15 { get; set; } = "";
    [Y3(16)] public int K16 { get; set; }
}
