namespace Bench.Micro;

/// <summary>A message of 63 pairs as the type of a program that uses it: what typed contestants decode to and encode from.</summary>
public sealed partial class Pairs63
{
    public string K1 { get; set; } = "";
    public int K2 { get; set; }
    public uint K3 { get; set; }
    public long K4 { get; set; }
    public ulong K5 { get; set; }
    public float K6 { get; set; }
    public double K7 { get; set; }
    public string K8 { get; set; } = "";
    public int K9 { get; set; }
    public uint K10 { get; set; }
    public long K11 { get; set; }
    public ulong K12 { get; set; }
    public float K13 { get; set; }
    public double K14 { get; set; }
    public string K15 { get; set; } = "";
    public int K16 { get; set; }
    public uint K17 { get; set; }
    public long K18 { get; set; }
    public ulong K19 { get; set; }
    public float K20 { get; set; }
    public double K21 { get; set; }
    public string K22 { get; set; } = "";
    public int K23 { get; set; }
    public uint K24 { get; set; }
    public long K25 { get; set; }
    public ulong K26 { get; set; }
    public float K27 { get; set; }
    public double K28 { get; set; }
    public string K29 { get; set; } = "";
    public int K30 { get; set; }
    public uint K31 { get; set; }
    public long K32 { get; set; }
    public ulong K33 { get; set; }
    public float K34 { get; set; }
    public double K35 { get; set; }
    public string K36 { get; set; } = "";
    public int K37 { get; set; }
    public uint K38 { get; set; }
    public long K39 { get; set; }
    public ulong K40 { get; set; }
    public float K41 { get; set; }
    public double K42 { get; set; }
    public string K43 { get; set; } = "";
    public int K44 { get; set; }
    public uint K45 { get; set; }
    public long K46 { get; set; }
    public ulong K47 { get; set; }
    public float K48 { get; set; }
    public double K49 { get; set; }
    public string K50 { get; set; } = "";
    public int K51 { get; set; }
    public uint K52 { get; set; }
    public long K53 { get; set; }
    public ulong K54 { get; set; }
    public float K55 { get; set; }
    public double K56 { get; set; }
    public string K57 { get; set; } = "";
    public int K58 { get; set; }
    public uint K59 { get; set; }
    public long K60 { get; set; }
    public ulong K61 { get; set; }
    public float K62 { get; set; }
    public double K63 { get; set; }
}
