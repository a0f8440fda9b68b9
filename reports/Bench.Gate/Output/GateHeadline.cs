using Bench.Reports;

namespace Bench.Gate;

/// <summary>What stands above everything else.</summary>
internal static class GateHeadline
{
    private const int MostNames = 3, CommitDigits = 12;

    /// <summary>From the one that people must act on to the one that needs nobody.</summary>
    private static readonly GateAnswer[] s_order = [GateAnswer.Regressed, GateAnswer.CannotTell, GateAnswer.Noted, GateAnswer.Improved, GateAnswer.Accepted, GateAnswer.Fine];

    /// <summary><c>2 of 40 checks regressed, 3 cannot tell, 35 fine</c>.</summary>
    internal static string Of(GateReport report)
    {
        GateAnswer[] found = [.. s_order.Where(answer => report.Count(answer) > 0)];
        return found switch
        {
            [] => "nothing was checked",
            [GateAnswer.Fine] => report.Checks.Count == 1 ? "the only check is fine" : $"all {report.Checks.Count} checks are fine",
            [GateAnswer first, .. GateAnswer[] rest] => string.Join(", ",
                [$"{report.Count(first)} of {CountText.Of(report.Checks.Count, "check", "checks")} {Word(first)}", .. rest.Select(answer => $"{report.Count(answer)} {Word(answer)}")]),
        };
    }

    /// <summary>What was held against what, by what rules: names with their values.</summary>
    internal static IEnumerable<(string Name, string Value)> Facts(GateReport report)
    {
        yield return ("baseline", Side(report.Baseline));
        yield return ("candidate", Side(report.Candidate));
        if (report.Through is string through)
            yield return ("through", $"{OutcomeText.OneLine(through)}: each number is divided by that backend's on its own machine");
        if (report.Rules.Soft.Count > 0)
            yield return ("of soft checks", $"a false red in at most {Share(report.Rules.FalseAlarm)} of gates, a slowdown of the limit called fine in at most {Share(report.Rules.Overlooked)} of cases");
        if (report.Seed is ulong seed)
            yield return ("seed", $"{seed}");
    }

    internal static string Word(GateAnswer answer) => answer switch
    {
        GateAnswer.Regressed => "regressed",
        GateAnswer.CannotTell => "cannot tell",
        GateAnswer.Noted => "noted",
        GateAnswer.Improved => "improved",
        GateAnswer.Accepted => "accepted",
        GateAnswer.Fine => "fine",
        _ => throw new ArgumentOutOfRangeException(nameof(answer)),
    };

    private static string Side(GateSide side)
    {
        IEnumerable<string> names = side.Names.Count > MostNames + 1 ? side.Names.Take(MostNames).Append($"{side.Names.Count - MostNames} more") : side.Names;
        string commit = side.Commit.Length > CommitDigits ? side.Commit[..CommitDigits] + (side.Commit.EndsWith('+') ? "+" : "") : side.Commit;
        string[] about = [.. new[] { commit, $"{side.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm}", side.Machine }.Where(static one => one.Length > 0)];
        return OutcomeText.OneLine($"{string.Join(", ", names)} ({string.Join("; ", about)})");
    }

    private static string Share(double share) => $"{Rounding.Significant(100 * share, 2).TrimEnd('0').TrimEnd('.')} %";
}
