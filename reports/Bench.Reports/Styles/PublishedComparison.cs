using Bench.Core;

namespace Bench.Reports;

/// <summary>
/// A block of ours beside a published one: each runtime's ratio to the native program of its own machine, and whether the order of the runtimes is the same.
/// Seconds of two machines are shown and never divided by each other.
/// </summary>
public sealed class PublishedComparison
{
    private readonly PublishedTable _published;
    private readonly PaperBlock _ours;
    private readonly IReadOnlyDictionary<string, string> _successors;
    private readonly Dictionary<CaseId, PaperCase> _byCase;
    private readonly PublishedWorkload[] _workloads;

    private PublishedComparison(PublishedTable published, PaperBlock ours, IReadOnlyDictionary<string, string> successors)
    {
        (_published, _ours, _successors) = (published, ours, successors);
        _byCase = ours.Cases.Where(static one => !one.IsSkipped).ToDictionary(static one => one.Case);
        _workloads = [.. published.Workloads.Where(workload => _byCase.Keys.Any(one => one.Workload == workload.Id))];
    }

    /// <summary>Tables of every published block that can be compared with ours, and why the others cannot.</summary>
    /// <param name="successors">Published runtime to the backend of ours that stands in its place, beside and before those that the published tables name.</param>
    /// <exception cref="UsageException">A successor is given for a runtime that was not published, or twice for one backend.</exception>
    public static (IReadOnlyList<ReportTable> Tables, IReadOnlyList<string> Refusals) Of(PaperBlock ours, IReadOnlyDictionary<string, string> successors)
    {
        string[] known = [.. PublishedTables.All.SelectMany(static one => one.Runtimes).Select(static one => one.Id).Distinct()];
        if (successors.Keys.FirstOrDefault(one => !known.Contains(one)) is string unknown)
            throw Names.Unknown("published runtime", unknown, known);
        List<ReportTable> tables = [];
        List<string> reasons = [];
        foreach (PublishedTable published in PublishedTables.All)
        {
            PublishedComparison comparison = new(published, ours, successors);
            if (comparison.Refusal() is string reason)
                reasons.Add(reason);
            else
                tables.AddRange([comparison.Ratios(), comparison.Order()]);
        }
        return (tables, [.. reasons.Distinct()]);
    }

    private string? Refusal()
    {
        if (_workloads.Length == 0)
            return $"no workload of size {_ours.Size} stands in a published table";
        string[] other = [.. from workload in _workloads
            let arguments = _byCase.Values.First(one => one.Case.Workload == workload.Id).Arguments
            where !arguments.SequenceEqual(workload.Arguments)
            select $"{workload.Id} was run with {ArgumentText.Of(arguments)} and published with {ArgumentText.Of(workload.Arguments)}"];
        return other.Length == 0 ? null : $"size {_ours.Size} is not compared with the published tables: {string.Join("; ", other)}";
    }

    private ReportTable Ratios()
    {
        List<ReportCell[]> rows = [];
        List<string> notes = [];
        foreach (PublishedWorkload workload in _workloads)
            foreach (PublishedRuntime runtime in _published.Runtimes.Where(one => workload.Cells.ContainsKey(one.Id)))
                rows.Add(Row(workload, runtime, notes));
        foreach (IGrouping<string, string> holds in _published.Runtimes.GroupBy(static one => one.Holds, static one => one.Title))
            notes.Add($"Published times of {string.Join(", ", holds)} hold {holds.Key}.");
        foreach (PublishedRuntime retired in _published.Runtimes.Where(one => one.Retired is not null && !_successors.ContainsKey(one.Id)))
            notes.Add($"{retired.Title}: retired, {retired.Retired}; --successor {retired.Id}=BACKEND puts a backend in its place.");
        return new ReportTable
        {
            Title = $"{_ours.Machine}, size {_ours.Size}, beside {_published.Title}",
            Caption = $"Published: {_published.Origin}. Ours: mean ± sample standard deviation over n processes; our ratios are of medians [95 % interval]. "
                + "÷ native: divided by the native program of the same machine. Change: our ratio divided by the published one; seconds of two machines are not compared.",
            Columns =
            [
                new("workload", ColumnAlignment.Left), new("published", ColumnAlignment.Left), new("published (s)"), new("published ÷ native"),
                new("ours", ColumnAlignment.Left), new("ours (s)"), new("n"), new("ours ÷ native"), new("change"),
            ],
            Rows = rows,
            Notes = [.. notes.Distinct()],
        };
    }

    private ReportCell[] Row(PublishedWorkload workload, PublishedRuntime runtime, List<string> notes)
    {
        double? seconds = workload.Seconds(runtime.Id);
        bool divides = workload.CanDivideBy(_published.Baseline);
        double? ratio = divides && seconds is double value ? value / workload.Seconds(_published.Baseline)!.Value : null;
        if (!divides)
            notes.Add($"{workload.Id}: the native program was published with fewer than two digits, so there is no ratio to it.");
        string mark = "";
        if (workload.Doubt(runtime.Id) is string doubt)
        {
            mark = FindingMarks.Mark;
            notes.Add($"{FindingMarks.Mark} published {workload.Id} on {runtime.Title}: {doubt}; it is not ranked.");
        }
        PaperCase? ours = Ours(workload, runtime);
        if (ours is not null)
            notes.AddRange(FindingMarks.Notes(ours.Marked));
        Estimate? own = ours?.Wall is Sample wall && Ours(workload, Baseline)?.Wall is { Median: > 0 } native ? RatioEstimate.Of(wall, native) : null;
        return
        [
            workload.Id, runtime.Title, new ReportCell(workload.Cells[runtime.Id] + mark, seconds is null ? CellTone.Failed : CellTone.Plain),
            ratio is double published ? runtime == Baseline ? "1" : Rounding.Significant(published, 3) : ReportCell.None,
            OurName(runtime, ours), ours is null ? ReportCell.None : PaperTable.CellOf(ours), ours?.Wall is Sample sample ? sample.Count.ToString() : ReportCell.None,
            own is Estimate estimate ? runtime == Baseline ? "1" : Rounding.WithInterval(estimate.Value, estimate.Interval) : ReportCell.None,
            own is Estimate now && ratio is > 0 and double then && runtime != Baseline && mark.Length == 0 ? Rounding.Significant(now.Value / then, 3) : ReportCell.None,
        ];
    }

    private string OurName(PublishedRuntime runtime, PaperCase? ours) =>
        ours is not null ? ours.Case.Backend
        : runtime.Retired is not null && !_successors.ContainsKey(runtime.Id) ? "retired"
        : "not run";

    private ReportTable Order()
    {
        List<ReportCell[]> rows = [];
        foreach (PublishedWorkload workload in _workloads)
        {
            (string Name, double Then, double Now)[] both = [.. from runtime in _published.Runtimes
                let then = workload.Seconds(runtime.Id)
                let now = Ours(workload, runtime) is { Outcome: not Outcome.Failed } ours ? ours.Wall?.Median : null
                where then is not null && workload.Doubt(runtime.Id) is null && now is not null
                select (runtime.Id, then.Value, now.Value)];
            KendallTau tau = KendallTau.Of([.. both.Select(static one => one.Then)], [.. both.Select(static one => one.Now)]);
            rows.Add([workload.Id, both.Length.ToString(), tau.Tau is double value ? Rounding.Fixed(value, 2) : ReportCell.None, tau.PValue is double p ? Rounding.Significant(p, 2) : ReportCell.None,
                Ranked(both, static one => one.Then), Ranked(both, static one => one.Now)]);
        }
        return new ReportTable
        {
            Title = $"{_ours.Machine}, size {_ours.Size}: the order of {_published.Title}",
            Caption = "Kendall's tau-b over the runtimes that both have: 1 for the same order, −1 for the reverse. p: the share of all orders that agree or disagree at least as much; "
                + "for k runtimes it is never below 2/k!, so a few of them prove little. Ours are ranked by their medians.",
            Columns = [new("workload", ColumnAlignment.Left), new("runtimes"), new("tau-b"), new("p"), new("published, fastest first", ColumnAlignment.Left), new("ours, fastest first", ColumnAlignment.Left)],
            Rows = rows,
        };
    }

    private static string Ranked((string Name, double Then, double Now)[] all, Func<(string Name, double Then, double Now), double> time) =>
        all.Length == 0 ? "–" : string.Join(", ", all.GroupBy(time).OrderBy(static tied => tied.Key).Select(static tied => string.Join(" = ", tied.Select(static one => one.Name))));

    private PublishedRuntime Baseline => _published.Runtimes.First(one => one.Id == _published.Baseline);

    private IEnumerable<string> Candidates(PublishedRuntime runtime) =>
        _successors.TryGetValue(runtime.Id, out string? asked) ? [asked] : runtime.Successors;

    private PaperCase? Ours(PublishedWorkload workload, PublishedRuntime runtime)
    {
        PaperCase[] found = [.. Candidates(runtime).Select(id => _byCase.GetValueOrDefault(new CaseId(workload.Id, _ours.Size, id))).OfType<PaperCase>()];
        return found.FirstOrDefault(static one => one.Wall is not null) ?? found.FirstOrDefault();
    }
}
