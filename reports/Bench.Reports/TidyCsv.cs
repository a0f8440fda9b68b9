using Bench.Core;
using CsvHelper;

namespace Bench.Reports;

/// <summary>report.csv: a line for each case, phase and metric, in base units and unrounded. A case without numbers keeps a line with its outcome.</summary>
public static class TidyCsv
{
    private static readonly string[] s_columns =
    [
        "started", "machine", "workload", "size", "arguments", "backend", "class", "version", "outcome", "reason",
        "phase", "metric", "n", "mean", "sd", "median", "min", "max",
    ];

    public static void Write(IReadOnlyList<Summary> runs, TextWriter writer)
    {
        using CsvWriter csv = CsvWriter.Create(writer, new CsvWriterOptions(), leaveOpen: true);
        WriteRecord(csv, s_columns);
        foreach (Summary run in runs)
        {
            CaseSamples samples = new(run);
            foreach (CaseId caseId in run.Cases.OrderBy(static one => one.ToString(), StringComparer.Ordinal))
            {
                string[] key = KeyOf(run, caseId);
                (string Phase, Metric Metric, Sample Sample)[] all = [.. samples.All(caseId)];
                foreach ((string phase, Metric metric, Sample sample) in all)
                    WriteRecord(csv, [.. key, phase, metric.Name(), sample.Count.ToString(), .. Numbers(sample)]);
                if (all.Length == 0)
                    WriteRecord(csv, [.. key, .. Enumerable.Repeat("", s_columns.Length - key.Length)]);
            }
        }
    }

    private static string[] KeyOf(Summary run, CaseId caseId)
    {
        RunHeader header = run.Run.Header;
        BackendInfo backend = header.Backend(caseId.Backend);
        (string outcome, string reason) = run.OutcomeOf(caseId) switch
        {
            Outcome.Measured => ("measured", ""),
            Outcome.Failed failed => ($"failed: {failed.Cause.Name()}", OutcomeText.OneLine(failed.Error)),
            Outcome.Skipped skipped => ("skipped", OutcomeText.OneLine(skipped.Reason)),
            _ => ("unfinished", ""),
        };
        return
        [
            header.StartedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ"), header.Machine.ToString(), caseId.Workload, caseId.Size,
            string.Join(' ', header.Arguments(caseId.Workload, caseId.Size)), caseId.Backend, backend.Class.Name(), backend.Version ?? "", outcome, reason,
        ];
    }

    private static IEnumerable<string> Numbers(Sample sample) =>
        new double?[] { sample.Mean, sample.StandardDeviation, sample.Median, sample.Minimum, sample.Maximum }
            .Select(static value => value?.ToString("0.###") ?? "");

    private static void WriteRecord(CsvWriter csv, IEnumerable<string> fields)
    {
        foreach (string field in fields)
            csv.WriteField(field);
        csv.EndRecord();
    }
}
