using CsvHelper;

namespace Bench.Core;

/// <summary>precision.csv: one line a case, widths as shares, variances in squared nanoseconds; precision-trace.csv: one line a moment.</summary>
public static class PrecisionCsv
{
    private static readonly string[] s_columns =
    [
        "workload", "size", "backend", "baseline", "processes", "seconds", "pilot_processes", "planned_processes", "predicted_half_width", "reached_half_width",
        "iterate_processes", "iterations", "warm_up", "iterate_predicted_half_width", "iterate_reached_half_width", "variance_between_processes", "variance_between_iterations",
    ];

    public static void Write(IReadOnlyList<PrecisionRow> rows, TextWriter writer)
    {
        using CsvWriter csv = CsvWriter.Create(writer, new CsvWriterOptions(), leaveOpen: true);
        WriteLine(csv, s_columns);
        foreach (PrecisionRow row in rows)
            WriteLine(csv,
            [
                row.Case.Workload, row.Case.Size, row.Case.Backend, row.Baseline?.Backend, row.Processes, row.Spent.TotalSeconds,
                row.Plan?.Pilot, row.Plan?.Processes, row.Plan?.HalfWidth, row.Reached,
                row.Steady?.Processes, row.Steady?.Iterations, row.Steady?.WarmUp?.Iterations, row.Steady?.Plan?.HalfWidth, row.Steady?.Reached,
                row.Steady?.WarmUp?.Variance?.Processes, row.Steady?.WarmUp?.Variance?.Iterations,
            ]);
    }

    public static void Write(PrecisionTrace trace, TextWriter writer)
    {
        using CsvWriter csv = CsvWriter.Create(writer, new CsvWriterOptions(), leaveOpen: true);
        WriteLine(csv, ["seconds", "widest_half_width", "case"]);
        foreach (PrecisionMoment moment in trace.Moments)
            WriteLine(csv, [moment.Spent.TotalSeconds, moment.Widest, moment.Case?.ToString()]);
    }

    private static void WriteLine(CsvWriter csv, IEnumerable<object?> cells) =>
        csv.WriteFields(cells.Select(static cell => Convert.ToString(cell, System.Globalization.CultureInfo.InvariantCulture) ?? ""));
}
