using Bench.Reports;

namespace Bench.Gate;

/// <summary>The checks with one answer, those first that a reader wants to see first.</summary>
internal sealed class GateSection
{
    private const string RatioHeader = "ratio [low, high]";

    private static readonly (GateAnswer Answer, string Title)[] s_titles =
    [
        (GateAnswer.Regressed, "Red: regressed"), (GateAnswer.CannotTell, "Amber: cannot tell"), (GateAnswer.Noted, "Amber: to be looked at"),
        (GateAnswer.Improved, "Improved"), (GateAnswer.Accepted, "Accepted"), (GateAnswer.Fine, "Fine"),
    ];

    private readonly GateCheck[] _numbers;
    private readonly string[] _lines;

    private GateSection(GateAnswer answer, string title, IEnumerable<GateCheck> checks)
    {
        GateCheck[] all = [.. checks];
        (Answer, Title, Count) = (answer, $"{title} ({all.Length})", all.Length);
        GateCheck[] numbers = [.. all.Where(CheckText.HasNumbers)];
        // The largest change first, or the largest gain; a stable order, so that checks alike keep that of the cases.
        _numbers = answer == GateAnswer.Improved ? [.. numbers.OrderBy(static one => one.Ratio ?? double.MaxValue)]
            : answer == GateAnswer.Fine ? numbers
            : [.. numbers.OrderByDescending(static one => one.Ratio ?? double.MaxValue)];
        _lines = [.. all.Where(one => !CheckText.HasNumbers(one) || one.Answer == GateAnswer.Accepted)
            .Select(static one => $"{one.Case}, {CheckText.What(one)}: {(CheckText.HasNumbers(one) ? one.Reason ?? one.Text : CheckText.Line(one))}")];
    }

    internal GateAnswer Answer { get; }
    internal string Title { get; }
    internal int Count { get; }

    /// <summary>All that have any check; red first.</summary>
    internal static IReadOnlyList<GateSection> Of(GateReport report) =>
        [.. s_titles.Select(one => new GateSection(one.Answer, one.Title, report.Checks.Where(check => check.Answer == one.Answer)))
            .Where(static one => one.Count > 0)];

    /// <summary>The checks that have numbers.</summary>
    /// <param name="most">Rows.</param>
    /// <returns>Null without any.</returns>
    internal ReportTable? Table(int most)
    {
        GateCheck[] shown = [.. _numbers.Take(most)];
        if (shown.Length == 0)
            return null;
        List<(ReportColumn Column, Func<GateCheck, string> Text)> columns =
        [
            (new("case", ColumnAlignment.Left), static one => one.Case.ToString()),
            (new("what", ColumnAlignment.Left), CheckText.What),
            (new("baseline"), static one => CheckText.Sides(one).Baseline),
            (new("candidate"), static one => CheckText.Sides(one).Candidate),
            (new(RatioHeader), CheckText.Ratio),
            (new("limit"), static one => CheckText.Limit(one.Limit)),
            (new("sees"), static one => CheckText.Sees(one.Sees)),
        ];
        if (Answer == GateAnswer.CannotTell)
            columns.Add((new("would settle it"), CheckText.SettledBy));
        if (shown.Any(static one => one.Confirmed is not null))
            columns.Add((new("measured again", ColumnAlignment.Left), static one => one.Confirmed switch { true => "the same", false => "not so", null => CheckText.None }));
        return new ReportTable
        {
            Title = Title,
            Columns = [.. columns.Select(static one => one.Column)],
            Rows = [.. shown.Select(check => columns.Select(column => new ReportCell(OutcomeText.OneLine(column.Text(check)), Tone(column.Column))).ToArray())],
        };
    }

    /// <summary>A line for each check without numbers, and for each reason of an accepted one; behind them how many are not shown.</summary>
    /// <param name="most">Of each kind.</param>
    /// <param name="rest">Where those are that are not shown.</param>
    internal IEnumerable<string> Lines(int most, string rest)
    {
        foreach (string line in _lines.Take(most))
            yield return OutcomeText.OneLine(line);
        int hidden = Math.Max(0, _numbers.Length - most) + Math.Max(0, _lines.Length - most);
        if (hidden > 0)
            yield return $"… and {hidden} more{rest}";
    }

    private CellTone Tone(ReportColumn column) => (Answer, column.Header) switch
    {
        (GateAnswer.Regressed, RatioHeader) => CellTone.Failed,
        (GateAnswer.Improved, RatioHeader) => CellTone.Best,
        _ => CellTone.Plain,
    };
}
