using System.Text.Json.Nodes;
using Bench.Core;

namespace Bench.Reports;

/// <summary>A figure's data, a flat object a row.</summary>
/// <remarks>Html/script/data.js makes rows of the same members from the page's data.</remarks>
public static class FigureData
{
    /// <param name="measures">Whose rows are wanted; where a figure shows one measure, one.</param>
    /// <returns>Empty where the run has nothing for the figure.</returns>
    public static JsonArray Rows(RunNumbers run, FigureRows kind, IReadOnlyList<Measure> measures, string size)
    {
        Dictionary<string, string> classes = run.Backends.ToDictionary(static one => one.Id, static one => one.Class.Name());
        IEnumerable<Series> series = run.Series.Where(one => one.Case.Size == size && measures.Contains(one.Measure));
        JsonObject Row(CaseId caseId) => new() { ["workload"] = caseId.Workload, ["size"] = caseId.Size, ["backend"] = caseId.Backend, ["class"] = classes[caseId.Backend] };
        JsonObject RowOf(Series one)
        {
            JsonObject row = Row(one.Case);
            row["measure"] = one.Measure.Title;
            return row;
        }

        return new JsonArray([.. kind switch
        {
            FigureRows.Weights => series.GroupBy(static one => one.Case).SelectMany(static ofCase => Weights([.. ofCase]))
                .Select(one => With(With(Row(one.Series.Case), ("median", one.Series.Median.Value)), "weight", one.Name)),
            FigureRows.Ratios => series.Where(one => one.Ratio is { Value: > 0 } && one.Case.Backend != run.Baseline)
                .Select(one => With(RowOf(one), ("ratio", one.Ratio!.Value.Value), ("low", one.Ratio.Value.Interval?.Low), ("high", one.Ratio.Value.Interval?.High))),
            FigureRows.Values => series.SelectMany(one => one.Values.Select((value, i) => i == 0
                ? With(RowOf(one), ("value", value), ("median", one.Median.Value), ("low", one.Median.Interval?.Low), ("high", one.Median.Interval?.High))
                : With(RowOf(one), ("value", value)))),
            FigureRows.Phases => series.GroupBy(static one => one.Case).Where(static group => group.Count() == PhaseFigure.Parts.Count).SelectMany(group => PartsOf([.. group])
                .Select((part, order) => With(With(Row(group.Key), ("value", part.Value), ("order", order)), "part", part.Name))),
            FigureRows.Iterations => run.Iterations.Where(one => one.Case.Size == size)
                .SelectMany(one => one.Points.Select(point => With(Row(one.Case), ("process", one.Process), ("iteration", point.Iteration), ("value", point.Nanoseconds)))),
            FigureRows.Means => run.Means.Where(one => one.Size == size && one.Backend != run.Baseline && measures.Contains(one.Measure)).Select(one => With(With(
                new JsonObject { ["backend"] = one.Backend, ["class"] = classes[one.Backend] }, ("value", one.Mean.Value), ("low", one.Mean.Interval?.Low), ("high", one.Mean.Interval?.High), ("workloads", one.Workloads), ("planned", one.Planned)), "measure", one.Measure.Title)),
            FigureRows.Paybacks => run.Paybacks.Where(one => one.Case.Size == size && one.BreakEven is not BreakEven.CannotTell).Select(one =>
            {
                JsonObject row = With(Row(one.Case), "class", one.Other.Class.Name());
                return one.BreakEven is BreakEven.After after
                    ? With(With(row, ("value", after.Executions), ("low", after.Interval?.Low), ("high", after.Interval?.High)), "state", BreakEvenFigure.Paid)
                    : With(row, "state", BreakEvenFigure.Never);
            }),
            FigureRows.Quantiles or FigureRows.Parts => series.Select(one => With(With(Row(one.Case), ("value", one.Median.Value), ("order", Position(measures, one.Measure))), "part", one.Measure.Title)),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        }]);
    }

    private static int Position(IReadOnlyList<Measure> measures, Measure measure) => measures.Index().First(one => one.Item == measure).Index;

    private static IEnumerable<(string Name, Series Series)> Weights(Series[] ofCase)
    {
        Series? Of(Measure measure) => ofCase.FirstOrDefault(one => one.Measure == measure);
        if (Of(Measure.Memory) is Series memory)
            yield return (MemoryFigure.Memory, memory);
        if ((Of(Measure.Image) ?? Of(Measure.Artifact)) is Series shipped)
            yield return (MemoryFigure.Shipped, shipped);
    }

    private static IEnumerable<(string Name, double Value)> PartsOf(Series[] ofCase)
    {
        double Median(Measure measure) => ofCase.First(one => one.Measure == measure).Median.Value;
        double startup = Median(Measure.Startup), execute = Median(Measure.Execute);
        double[] values = [startup, execute, Math.Max(0, Median(Measure.Total) - startup - execute)];
        return PhaseFigure.Parts.Zip(values);
    }

    private static JsonObject With(JsonObject row, params ReadOnlySpan<(string Name, double? Value)> members)
    {
        foreach ((string name, double? value) in members)
            row[name] = value;
        return row;
    }

    private static JsonObject With(JsonObject row, string name, string value)
    {
        row[name] = value;
        return row;
    }
}
