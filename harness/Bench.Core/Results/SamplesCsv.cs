using CsvHelper;

namespace Bench.Core;

/// <summary>samples.csv: one line a measurement, for spreadsheets and data frames.</summary>
public static class SamplesCsv
{
    private static readonly string[] s_columns = ["workload", "size", "backend", "process", "iteration", "phase", "metric", "value"];

    public static void Write(RunRecord run, TextWriter writer)
    {
        using CsvWriter csv = CsvWriter.Create(writer, new CsvWriterOptions(), leaveOpen: true);
        csv.WriteFields(s_columns);
        foreach (Measurement one in run.Measurements)
        {
            csv.WriteField(one.Case.Workload);
            csv.WriteField(one.Case.Size);
            csv.WriteField(one.Case.Backend);
            csv.WriteField(one.Process);
            csv.WriteField(one.Iteration);
            csv.WriteField(one.Phase);
            csv.WriteField(one.Metric.Name());
            csv.WriteField(one.Value);
            csv.EndRecord();
        }
    }
}
