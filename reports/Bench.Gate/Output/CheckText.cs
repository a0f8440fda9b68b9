using Bench.Core;
using Bench.Reports;

namespace Bench.Gate;

/// <summary>The parts of a check as people read them; what there is not is an en dash, as in other tables.</summary>
internal static class CheckText
{
    internal const string None = "–";
    private const int FewestDigits = 3, MostDigits = 12, MostPlaces = 3, MostPlacesOfAChange = 9;

    /// <summary><c>wall (execute)</c>.</summary>
    internal static string What(GateCheck check) => check.Phase.Length > 0 ? $"{check.Subject.Name} ({check.Phase})" : check.Subject.Name;

    internal static bool HasNumbers(GateCheck check) => check is { Subject.Metric: not null } and ({ Baseline: not null } or { Candidate: not null });

    /// <summary>Both sides in one unit, and of a check that is not fine with as many digits as it takes to see that they differ.</summary>
    internal static (string Baseline, string Candidate) Sides(GateCheck check)
    {
        double? before = Finite(check.Baseline), after = Finite(check.Candidate);
        if (check.Subject.Metric is not Metric metric || (before is > 0 ? before : after ?? before) is not double typical)
            return (None, None);
        Unit unit = UnitOf(metric, typical);
        int digits = FewestDigits;
        while (digits < MostDigits && check.Answer != GateAnswer.Fine && before != after && Value(before, unit, digits) == Value(after, unit, digits))
            digits++;
        return (Value(before, unit, digits), Value(after, unit, digits));
    }

    /// <summary><c>+12.3 % [+9.8, +14.9]</c>; to the second digit of the half width.</summary>
    internal static string Ratio(GateCheck check)
    {
        if (Finite(check.Ratio) is not double ratio)
            return None;
        // A lower bound of zero is none: no number of processes so small could give one.
        double? low = Finite(check.Low) is > 0 and double below ? below : null, high = Finite(check.High);
        double? halfWidth = (low, high) switch
        {
            (double from, double to) => (to - from) / 2,
            (double from, null) => ratio - from,
            (null, double to) => to - ratio,
            _ => null,
        };
        int places = halfWidth is > 0 and double width ? Places(100 * width, 2) : Places(100 * (ratio - 1), 3, check.Answer == GateAnswer.Fine ? MostPlaces : MostPlacesOfAChange);
        string estimate = $"{Signed(ratio, places)} %";
        return low is null && high is null ? estimate : $"{estimate} [{Bound(low, places)}, {Bound(high, places)}]";
    }

    /// <summary><c>+5 %</c>, <c>+0.5 %</c>: without zeros that say nothing, since a person wrote it.</summary>
    internal static string Limit(double? limit) => Finite(limit) is double ratio ? $"{Trimmed(Signed(ratio, 2))} %" : None;

    /// <summary><c>+3.1 %</c>.</summary>
    internal static string Sees(double? sees) => Finite(sees) is double ratio ? $"{Signed(ratio, Places(100 * (ratio - 1), 2))} %" : None;

    internal static string SettledBy(GateCheck check) =>
        check.Answer != GateAnswer.CannotTell ? None : check.MoreProcesses is int more ? $"+{more} processes a side" : $"more than {GateCheck.MostProcesses}";

    /// <summary>For a place that shows one line and no table.</summary>
    internal static string Line(GateCheck check)
    {
        string text = OutcomeText.OneLine(check.Text);
        if (HasNumbers(check))
            text = Sides(check) is var (before, after) && text.Length > 0 ? $"{before} → {after}: {text}" : $"{before} → {after}";
        return check.Reason is string reason ? $"{text}; accepted: {OutcomeText.OneLine(reason)}" : text;
    }

    private static string Value(double? value, Unit unit, int digits)
    {
        if (value is not double number)
            return None;
        string text = unit.Size == 1 && double.IsInteger(number) ? Rounding.Fixed(number, 0) : Rounding.Significant(number / unit.Size, digits);
        return unit.Name.Length == 0 ? text : unit.Name.StartsWith("10", StringComparison.Ordinal) ? $"{text} × {unit.Name}" : $"{text} {unit.Name}";
    }

    private static Unit UnitOf(Metric metric, double typical) => metric switch
    {
        Metric.Wall or Metric.User or Metric.Sys or Metric.WallP90 or Metric.WallP99 or Metric.WallP999 or Metric.WallMax or Metric.WallSlowest => Unit.OfTimes([typical]),
        Metric.PeakRss or Metric.RssEnd or Metric.RssEarly or Metric.ArtifactBytes or Metric.ImageBytes or Metric.AllocatedBytes or Metric.PayloadBytes or Metric.ArrivedBytes => Unit.OfBytes([typical]),
        _ => Unit.OfCounts([typical]),
    };

    /// <summary>Digits behind the point, so that so many digits of the number are shown.</summary>
    private static int Places(double number, int digits, int most = MostPlaces) =>
        number == 0 ? 1 : Math.Clamp(digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(number))), 0, most);

    private static string Signed(double ratio, int places)
    {
        string text = Rounding.Fixed(Math.Abs(100 * (ratio - 1)), places);
        return (ratio < 1 && text.Any(static c => c is > '0' and <= '9') ? "−" : "+") + text;
    }

    private static string Bound(double? bound, int places) => bound is double ratio ? Signed(ratio, places) : None;

    private static string Trimmed(string number) => number.Contains('.') ? number.TrimEnd('0').TrimEnd('.') : number;

    private static double? Finite(double? number) => number is double value && double.IsFinite(value) ? value : null;
}
