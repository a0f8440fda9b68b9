using Bench.Core;
using CsvHelper;

namespace Bench.Reports;

/// <summary>
/// report.csv: a line for each case, phase and metric, in base units and unrounded. A case without numbers keeps a line with its outcome,
/// a finding about the whole run and a machine that did not finish have lines of their own.
/// </summary>
public static class TidyCsv
{
    private static readonly string[] s_columns =
    [
        "started", "machine", "workload", "size", "arguments", "backend", "class", "version", "outcome", "reason",
        "phase", "metric", "n", "mean", "sd", "median", "min", "max", "median_low", "median_high", "ratio", "ratio_low", "ratio_high", "findings",
    ];

    /// <param name="baseline">The backend that ratios of wall times divide by.</param>
    public static void Write(IReadOnlyList<Summary> runs, string baseline, TextWriter writer, IReadOnlyList<FailedMachine>? failures = null)
    {
        using CsvWriter csv = CsvWriter.Create(writer, new CsvWriterOptions(), leaveOpen: true);
        csv.WriteFields(s_columns);
        foreach (FailedMachine failed in failures ?? [])
            csv.WriteFields(["", failed.Title, .. Empty(6), failed.Outcome, OutcomeText.OneLine(failed.Cause), .. Empty(s_columns.Length - 10)]);
        foreach (Summary run in runs)
        {
            CaseSamples samples = new(run);
            FindingMarks marks = new(run);
            string[] origin = [run.Run.Header.StartedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ"), run.Run.Header.Machine.ToString()];
            foreach (Finding finding in run.Findings.Where(static one => one.Case is null))
                csv.WriteFields([.. origin, .. Empty(7), OutcomeText.OneLine($"{finding.Text}; {finding.Advice}"), .. Empty(13), finding.Id]);
            foreach (CaseId caseId in run.Cases.OrderBy(static one => one.ToString(), StringComparer.Ordinal))
            {
                string[] key = [.. origin, .. KeyOf(run, caseId)];
                (string Phase, Metric Metric, Sample Sample)[] all = [.. samples.All(caseId)];
                foreach ((string phase, Metric metric, Sample sample) in all)
                    csv.WriteFields([.. key, phase, metric.Name(), sample.Count.ToString(), .. Numbers(sample),
                        .. Bounds(run.Median(caseId, phase, metric)), .. Ratio(run, caseId, baseline, phase, metric), string.Join(' ', marks[caseId, phase].Select(static one => one.Id).Distinct())]);
                if (all.Length == 0)
                    csv.WriteFields([.. key, .. Empty(s_columns.Length - key.Length - 1), string.Join(' ', marks.Kinds(caseId))]);
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
            caseId.Workload, caseId.Size, string.Join(' ', header.Arguments(caseId.Workload, caseId.Size)), caseId.Backend, backend.Class.Name(), backend.Version ?? "", outcome, reason,
        ];
    }

    private static IEnumerable<string> Numbers(Sample sample) =>
        new double?[] { sample.Mean, sample.StandardDeviation, sample.Median, sample.Minimum, sample.Maximum }.Select(static value => value?.ToString("0.###") ?? "");

    private static IEnumerable<string> Bounds(Estimate? estimate) => estimate?.Interval is Interval interval
        ? [interval.Low.ToString("0.###"), interval.High.ToString("0.###")]
        : Empty(2);

    private static IEnumerable<string> Ratio(Summary run, CaseId caseId, string baseline, string phase, Metric metric) =>
        metric == Metric.Wall && (phase is Phases.Execute or Phases.Total or Phases.Million || (run.IsProgram(caseId) && ImagePhases.All.Contains(phase))) && run.Ratio(caseId, caseId with { Backend = baseline }, phase, metric) is Estimate ratio
            ? [ratio.Value.ToString("0.######"), ratio.Interval?.Low.ToString("0.######") ?? "", ratio.Interval?.High.ToString("0.######") ?? ""]
            : Empty(3);

    private static IEnumerable<string> Empty(int count) => Enumerable.Repeat("", count);
}
