namespace Bench.Micro;

/// <summary>What every message holds: keys from 1 on, whose values cycle through seven types.</summary>
/// <remarks>Source: 10cella/yomo-y3-stress-testing, internal/generator/codec_data.go and json_data.go.</remarks>
internal static class PairContent
{
    public const int Most = 63;

    /// <summary>A key that is in no message.</summary>
    public const int AbsentKey = 0;

    /// <summary>Stands for the value of a key that is not there; no value has these bits.</summary>
    public const long Absent = long.MinValue;

    public const string Text = "a";
    public const int Int32 = -65;
    public const uint UInt32 = 128;
    public const long Int64 = -1;
    public const ulong UInt64 = ulong.MaxValue;
    public const float Single = 0.25f;
    public const double Double = 23;

    private const int Kinds = 7;

    /// <summary>By key; the entry of key 0 is never asked for.</summary>
    public static ReadOnlySpan<PairKind> KindOf => s_kinds;

    private static readonly PairKind[] s_kinds = [.. Enumerable.Range(0, Most + 1).Select(static key => (PairKind)((key + Kinds - 1) % Kinds))];

    public static object ValueOf(int key) => KindOf[key] switch
    {
        PairKind.Text => Text,
        PairKind.Int32 => Int32,
        PairKind.UInt32 => UInt32,
        PairKind.Int64 => Int64,
        PairKind.UInt64 => UInt64,
        PairKind.Single => Single,
        PairKind.Double => Double,
        _ => throw new ArgumentOutOfRangeException(nameof(key)),
    };

    /// <summary>What a contestant that took the value must return.</summary>
    public static long BitsOf(int key) => key == AbsentKey ? Absent : ValueOf(key) switch
    {
        string text => Bits(text),
        int int32 => Bits(int32),
        uint uint32 => Bits(uint32),
        long int64 => Bits(int64),
        ulong uint64 => Bits(uint64),
        float single => Bits(single),
        double wide => Bits(wide),
        _ => throw new ArgumentOutOfRangeException(nameof(key)),
    };

    /// <summary>A decoded value in one register, whatever its type, so that all contestants return alike. Of a text its length and first character.</summary>
    public static long Bits(string value) => ((long)value.Length << 16) | (value.Length > 0 ? value[0] : 0L);

    public static long Bits(int value) => value;

    public static long Bits(uint value) => value;

    public static long Bits(long value) => value;

    public static long Bits(ulong value) => (long)value;

    public static long Bits(float value) => BitConverter.SingleToInt32Bits(value);

    public static long Bits(double value) => BitConverter.DoubleToInt64Bits(value);
}
