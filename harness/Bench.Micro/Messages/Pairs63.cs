using Bench.Y3;

namespace Bench.Micro;

/// <summary>A message of 63 pairs as the type of a program that uses it: what typed contestants decode to and encode from.</summary>
[Y3Record]
public sealed partial class Pairs63
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
    [Y3(17)] public uint K17 { get; set; }
    [Y3(18)] public long K18 { get; set; }
    [Y3(19)] public ulong K19 { get; set; }
    [Y3(20)] public float K20 { get; set; }
    [Y3(21)] public double K21 { get; set; }
    [Y3(22)] public string K22 { get; set; } = "";
    [Y3(23)] public int K23 { get; set; }
    [Y3(24)] public uint K24 { get; set; }
    [Y3(25)] public long K25 { get; set; }
    [Y3(26)] public ulong K26 { get; set; }
    [Y3(27)] public float K27 { get; set; }
    [Y3(28)] public double K28 { get; set; }
    [Y3(29)] public string K29 { get; set; } = "";
    [Y3(30)] public int K30 { get; set; }
    [Y3(31)] public uint K31 { get; set; }
    [Y3(32)] public long K32 { get; set; }
    [Y3(33)] public ulong K33 { get; set; }
    [Y3(34)] public float K34 { get; set; }
    [Y3(35)] public double K35 { get; set; }
    [Y3(36)] public string K36 { get; set; } = "";
    [Y3(37)] public int K37 { get; set; }
    [Y3(38)] public uint K38 { get; set; }
    [Y3(39)] public long K39 { get; set; }
    [Y3(40)] public ulong K40 { get; set; }
    [Y3(41)] public float K41 { get; set; }
    [Y3(42)] public double K42 { get; set; }
    [Y3(43)] public string K43 { get; set; } = "";
    [Y3(44)] public int K44 { get; set; }
    [Y3(45)] public uint K45 { get; set; }
    [Y3(46)] public long K46 { get; set; }
    [Y3(47)] public ulong K47 { get; set; }
    [Y3(48)] public float K48 { get; set; }
    [Y3(49)] public double K49 { get; set; }
    [Y3(50)] public string K50 { get; set; } = "";
    [Y3(51)] public int K51 { get; set; }
    [Y3(52)] public uint K52 { get; set; }
    [Y3(53)] public long K53 { get; set; }
    [Y3(54)] public ulong K54 { get; set; }
    [Y3(55)] public float K55 { get; set; }
    [Y3(56)] public double K56 { get; set; }
    [Y3(57)] public string K57 { get; set; } = "";
    [Y3(58)] public int K58 { get; set; }
    [Y3(59)] public uint K59 { get; set; }
    [Y3(60)] public long K60 { get; set; }
    [Y3(61)] public ulong K61 { get; set; }
    [Y3(62)] public float K62 { get; set; }
    [Y3(63)] public double K63 { get; set; }
}
