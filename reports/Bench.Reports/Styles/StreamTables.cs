using Bench.Core;

namespace Bench.Reports;

/// <summary>The default style of streams: for each scenario and rate what arrived and how late, what the nodes used, and where the time went; rows are transports with function hosts.</summary>
public static class StreamTables
{
    private static readonly (string Header, Metric Metric)[] s_quantiles =
        [("p50", Metric.Wall), ("p90", Metric.WallP90), ("p99", Metric.WallP99), ("p99.9", Metric.WallP999), ("max", Metric.WallMax)];

    private const string Source = StreamPhases.NodePrefix + "source";

    public static IEnumerable<ReportTable> Of(Summary summary) => Of(summary, whole: true);

    /// <summary>Without what the nodes used and where the time went.</summary>
    public static IEnumerable<ReportTable> Headlines(Summary summary) => Of(summary, whole: false);

    private static IEnumerable<ReportTable> Of(Summary summary, bool whole)
    {
        FindingMarks marks = new(summary);
        return from workload in summary.WorkloadIds()
            from size in summary.Sizes()
            let cases = summary.Cases.Where(one => one.Workload == workload && one.Size == size && summary.IsStream(one) && !summary.WasSkipped(one)).ToArray()
            where cases.Length > 0
            let rows = Ordered(summary, cases)
            from table in cases.Any(one => summary[one, StreamPhases.Capacity, Metric.PerSecond] is not null)
                ? [Capacity(summary, marks, rows)]
                : !whole ? [Latency(summary, marks, rows)]
                : (ReportTable[])[Latency(summary, marks, rows), Nodes(summary, marks, rows), Ledger(summary, marks, rows, Metric.Wall), Ledger(summary, marks, rows, Metric.WallSlowest)]
            select table;
    }

    /// <summary>What arrived and how late.</summary>
    internal static ReportTable Latency(Summary summary, FindingMarks marks, CaseId[] rows)
    {
        TableColumns columns = Begun(summary, marks, rows);
        columns.Add("messages/s", row => Median(summary, row, Metric.PerSecond) is double rate ? Rounding.Significant(rate, 3) : null);
        foreach ((string header, Metric metric) in s_quantiles)
            AddTime(columns, summary, rows, header, row => summary.Median(row, StreamPhases.Latency, metric), withInterval: metric == Metric.Wall);
        foreach ((string header, Metric metric) in new[] { ("lost", Metric.Lost), ("twice", Metric.Duplicated), ("unjoined", Metric.Unjoined) })
            columns.Add(header, row => summary[row, StreamPhases.Latency, metric] is Sample sample ? Rounding.Fixed(sample.Values.Sum(), 0) : null);
        columns.Add("CPU µs/message", row => NodesOf(summary, [row]).Where(static node => node != Source).Select(node => CpuOfMessage(summary, row, node)).ToArray() is { Length: > 0 } nodes && nodes.All(static one => one is not null)
            ? Rounding.Significant(nodes.Sum(static one => one!.Value) / 1e3, 3) : null);
        AddTime(columns, summary, rows, "cold start", row => summary.Median(row, StreamPhases.ColdStart, Metric.Wall), withInterval: false);
        return columns.Table(TitleOf(summary, rows[0]), $"{Arguments(summary, rows[0])}Latency of a message from the instant at which it should have been sent; medians over {Repetitions(summary, rows)}"
            + ", each a quantile of that run. Lost, twice and unjoined are sums. CPU is that of all nodes but the source, which waits for its instants on the core. Cold start: from the spawn of the function's node until its first answer.",
            marks.Notes(rows, static one => one.Backend));
    }

    private static ReportTable Nodes(Summary summary, FindingMarks marks, CaseId[] rows)
    {
        TableColumns columns = Begun(summary, marks, rows);
        foreach (string node in NodesOf(summary, rows))
        {
            string name = node[StreamPhases.NodePrefix.Length..];
            columns.Add($"{name} CPU (µs/message)", row => CpuOfMessage(summary, row, node) is double nanoseconds ? Rounding.Significant(nanoseconds / 1e3, 3) : null);
            foreach ((string header, Metric metric) in new[] { ("early", Metric.RssEarly), ("at the end", Metric.RssEnd), ("peak", Metric.PeakRss) })
                columns.Add($"{name} {header} (MiB)", row => summary[row, node, metric] is Sample sample ? Rounding.Significant(sample.Median / (1 << 20), 3) : null);
        }
        return columns.Table($"{TitleOf(summary, rows[0])}: nodes", "Processor time of each message and resident memory of each node, with the processes that it has started; medians. A container's own are not in it: they are the container engine's children.", []);
    }

    /// <summary>Where the time of a message went.</summary>
    internal static ReportTable Ledger(Summary summary, FindingMarks marks, CaseId[] rows, Metric metric)
    {
        TableColumns columns = Begun(summary, marks, rows);
        string[] parts = PartsOf(summary, rows);
        foreach (string part in parts)
            columns.Add(part, row => summary[row, part, metric] is Sample sample ? Rounding.Significant(sample.Median / 1e3, 3) : null);
        columns.Add("sum", row => parts.Select(part => summary[row, part, metric]).OfType<Sample>().ToArray() is { Length: > 0 } present ? Rounding.Significant(present.Sum(static one => one.Median) / 1e3, 3) : null);
        return columns.Table($"{TitleOf(summary, rows[0])}: {(metric == Metric.Wall ? "where the time of a middle message goes" : "where the time of a slow message goes")}",
            $"Microseconds. {(metric == Metric.Wall ? "Mean over the middle tenth of the messages by latency" : "Mean over the slowest hundredth of the messages")}; medians over {Repetitions(summary, rows)}.",
            // Said once for both tables.
            metric != Metric.Wall ? [] : StreamPhases.Ledger.Where(one => parts.Contains(one.Name)).Select(static one => $"{one.Name}: {one.Means}"));
    }

    private static ReportTable Capacity(Summary summary, FindingMarks marks, CaseId[] rows)
    {
        TableColumns columns = Begun(summary, marks, rows);
        columns.Add("messages/s that held", row => summary.Median(row, StreamPhases.Capacity, Metric.PerSecond) is Estimate held ? Unit.OfCounts([1]).Estimated(held) : null);
        columns.Add("least", row => summary[row, StreamPhases.Capacity, Metric.PerSecond] is Sample sample ? Rounding.Significant(sample.Minimum, 3) : null);
        columns.Add("messages/s that failed", row => summary[row, StreamPhases.BeyondCapacity, Metric.PerSecond] is Sample sample ? Rounding.Significant(sample.Median, 3) : null);
        return columns.Table($"{TitleOf(summary, rows[0])}", $"{Arguments(summary, rows[0])}The highest rate at which most trials kept the limit and lost nothing, and the lowest at which most did not; medians over {CountText.Of(rows.Max(row => summary[row, StreamPhases.Capacity, Metric.PerSecond]?.Count ?? 0), "search", "searches")}.", []);
    }

    private static TableColumns Begun(Summary summary, FindingMarks marks, CaseId[] rows)
    {
        TableColumns columns = new(rows);
        columns.AddText("stream", row => row.Backend + marks.Of(row));
        columns.AddText("class", row => summary.Run.Header.Backend(row.Backend).Class.Name());
        if (rows.Any(row => summary.OutcomeOf(row) is not Outcome.Measured))
            columns.AddText("outcome", row => summary.OutcomeOf(row) switch
            {
                Outcome.Failed failed => new ReportCell($"Failed: {failed.Cause.Name()}", CellTone.Failed),
                null => "unfinished",
                _ => "measured",
            });
        return columns;
    }

    private static void AddTime(TableColumns columns, Summary summary, CaseId[] rows, string header, Func<CaseId, Estimate?> read, bool withInterval)
    {
        Estimate[] present = [.. rows.Select(read).OfType<Estimate>()];
        if (present.Length == 0)
            return;
        Unit unit = Unit.OfTimes(present.Select(static one => one.Value));
        columns.Add(unit.After(header), row => read(row) is not Estimate one ? null : withInterval ? unit.Estimated(one) : Rounding.Significant(one.Value / unit.Size, 3));
    }

    /// <summary>Nanoseconds of user and system time that the node used while one message came through.</summary>
    private static double? CpuOfMessage(Summary summary, CaseId row, string node) =>
        summary[row, node, Metric.User] is Sample user && summary[row, node, Metric.Sys] is Sample sys && summary[row, node, Metric.Wall] is { Median: > 0 } wall && Median(summary, row, Metric.PerSecond) is double rate and > 0
            ? (user.Median + sys.Median) / wall.Median / rate * 1e9
            : null;

    private static double? Median(Summary summary, CaseId row, Metric metric) => summary[row, StreamPhases.Latency, metric]?.Median;

    private static CaseId[] Ordered(Summary summary, CaseId[] cases) =>
        [.. summary.Run.Header.ByClass(cases.Select(static one => one.Backend)).Select(id => cases.First(one => one.Backend == id))];

    private static string[] NodesOf(Summary summary, CaseId[] rows) => PhasesOf(summary, rows, static phase => phase.StartsWith(StreamPhases.NodePrefix, StringComparison.Ordinal));

    /// <summary>In the order of a message's life; the one part of a host that cannot tell more stands where the others' three do.</summary>
    private static string[] PartsOf(Summary summary, CaseId[] rows)
    {
        string[] present = PhasesOf(summary, rows, StreamPhases.IsPart);
        string[] order = [.. StreamPhases.Ledger.Select(static one => one.Name)];
        // Parts of the second function and those behind it come after the first one's, before the way to the sink.
        int Position(string part)
        {
            string name = Array.Find(order, one => part == one) ?? Array.FindLast(order, one => part.StartsWith(one + "-", StringComparison.Ordinal) && char.IsAsciiDigit(part[^1]))!;
            int hop = part == name ? 1 : int.Parse(part.AsSpan(name.Length + 1));
            return (name is "zipper-reply" or "to-sink" or "sink-codec" ? 1_000_000 : hop * 1000) + Array.IndexOf(order, name);
        }
        return [.. present.OrderBy(Position)];
    }

    private static string[] PhasesOf(Summary summary, CaseId[] rows, Func<string, bool> wanted) =>
        [.. summary.Run.Measurements.Where(one => rows.Contains(one.Case) && wanted(one.Phase)).Select(static one => one.Phase).Distinct()];

    private static string TitleOf(Summary summary, CaseId row) => $"{row.Workload}, {row.Size}";

    private static string Arguments(Summary summary, CaseId row) =>
        $"{(summary.Run.Header.Workloads.FirstOrDefault(one => one.Id == row.Workload)?.Title is { Length: > 0 } title ? title + ": " : "")}{ArgumentText.Of(summary.Run.Header.Arguments(row.Workload, row.Size))}. ";

    private static string Repetitions(Summary summary, CaseId[] rows) =>
        CountText.Range(rows.Select(row => summary.Compared(row)?.Count ?? 0)) is { Length: > 0 } range ? $"n = {range} {(range == "1" ? "run" : "runs")}" : "no run";
}
