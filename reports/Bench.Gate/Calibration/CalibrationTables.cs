using Bench.Reports;

namespace Bench.Gate;

/// <summary>What a calibration has found, for a console and for Markdown.</summary>
public static class CalibrationTables
{
    public static ReportTable Rates(Calibration calibration)
    {
        Detection equals = calibration.Detections[0];
        return new ReportTable
        {
            Title = $"Simulated gates with {equals.Processes} processes a side, noise drawn from those that were measured",
            Columns = [new("one case takes longer by"), new("gates"), new("red for that case"), new("red for another")],
            Rows = [.. calibration.Detections.Select(static one => (IReadOnlyList<ReportCell>)[
                one.Slowdown == 0 ? "nothing" : $"{Rounding.Fixed(one.Slowdown * 100, 0)} %", $"{one.Gates}",
                one.Slowdown == 0 ? ReportCell.None : Share(one.CaughtRate), Share(one.FalseRate)])],
            Caption = "The case that takes longer is each one in turn. A red is one that a fresh measurement has confirmed.",
        };
    }

    public static ReportTable Cases(Calibration calibration) => new()
    {
        Title = $"What a gate with {calibration.Detections[0].Processes} processes a side sees",
        Columns = [new("case", ColumnAlignment.Left), new("pairs"), new("median (ms)"), new("spread of one process"), new("beside another"), new("from run to run"), new("sees from"), new("processes for +10 %")],
        Rows = [.. calibration.Cases.Select(static one => (IReadOnlyList<ReportCell>)[
            OutcomeText.OneLine(one.Case.Case.ToString()), $"{one.Case.Pairs.Count}", Rounding.Significant(one.Case.Values.Median / 1e6, 3),
            $"{Rounding.Fixed(100 * one.Case.Noise.Alone, 2)} %", $"{Rounding.Fixed(100 * one.Case.Noise.InPairs!.Value, 2)} %", one.Case.BetweenRuns is double runs ? $"{Rounding.Fixed(100 * runs, 1)} %" : ReportCell.None, one.Sees is double sees ? $"{GateJudge.Percent(1 + sees)}" : ReportCell.None, one.Needs is int needs ? $"{needs}" : "more"])],
        Caption = "Beside another: as far as the process beside it does not share it. From run to run: by which the levels of whole runs differ; numbers that were measured in turn do not. Sees from: the smallest slowdown of that case alone that is red with probability 0.95.",
    };

    private static string Share(double share) => $"{Rounding.Fixed(share * 100, 1)} %";
}
