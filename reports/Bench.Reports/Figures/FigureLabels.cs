namespace Bench.Reports;

/// <summary>Vega expressions that print a number of a logarithmic or linear axis with its unit.</summary>
public static class FigureLabels
{
    public const string Number = "format(datum.value, 'd')";
    public const string Ratio = "format(datum.value, '.3~r') + '×'";

    /// <summary>Below this ratio of a logarithmic axis' ends there may be no round number between them.</summary>
    public const double NarrowAxis = 2.5;

    /// <summary>The same of an axis on which 1 is.</summary>
    public const double NarrowAxisWithOne = 1.6;

    public static string Of(MeasureKind kind) => kind switch
    {
        MeasureKind.Time => Scaled((1e9, "s"), (1e6, "ms"), (1e3, "µs"), (1, "ns")),
        MeasureKind.Bytes => Scaled((1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB"), (1, "B")),
        _ => "datum.value < 1e4 ? format(datum.value, '.3~r') : format(datum.value, '.3~s')",
    };

    /// <summary>Only 1, 2, 3 and 5 in each decade; the other ticks stay bare.</summary>
    public static string Round(string label) =>
        $"indexof([1, 2, 3, 5], round(100 * datum.value / pow(10, floor(log(datum.value) / LN10 + 1e-9))) / 100) < 0 ? '' : {label}";

    private static string Scaled(params (double Size, string Unit)[] units) => "datum.value == 0 ? '0' : "
        + string.Concat(units[..^1].Select(static unit => $"datum.value >= {unit.Size} ? format(datum.value / {unit.Size}, '.3~r') + ' {unit.Unit}' : "))
        + $"format(datum.value, '.3~r') + ' {units[^1].Unit}'";
}
