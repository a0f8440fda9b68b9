using Bench.Core;

namespace Bench.Reports;

/// <summary>How outcomes are called in tables and lists.</summary>
public static class OutcomeText
{
    private const int LinesOfStderr = 5, LineLength = 160;

    public static string Name(this FailureCause cause) => cause switch
    {
        FailureCause.Build => "build",
        FailureCause.Launch => "launch",
        FailureCause.Trap => "trap",
        FailureCause.Timeout => "timeout",
        FailureCause.WrongOutput => "wrong output",
        FailureCause.ExitCode => "exit code",
        FailureCause.OutOfMemory => "out of memory",
        FailureCause.Killed => "killed",
        FailureCause.Protocol => "protocol",
        _ => throw new ArgumentOutOfRangeException(nameof(cause)),
    };

    /// <summary>One line without control characters, which could move a terminal's cursor or break a table.</summary>
    public static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Printable));

    /// <summary>The first lines of what a failed case said, each cut to a readable length.</summary>
    public static IReadOnlyList<string> FirstLines(string stderr)
    {
        string[] lines = [.. stderr.Split('\n').Select(static line => Printable(line.TrimEnd())).Where(static line => line.Length > 0)];
        IEnumerable<string> shown = lines.Take(LinesOfStderr).Select(static line => line.Length > LineLength ? line[..LineLength] + "…" : line);
        return lines.Length > LinesOfStderr ? [.. shown, $"… {CountText.Of(lines.Length - LinesOfStderr, "more line", "more lines")}"] : [.. shown];
    }

    /// <summary>Skipped cases, once per backend and reason; workloads are named where it is not all that the backend was asked for.</summary>
    internal static IEnumerable<(string Backend, string Reason)> Skips(Summary summary) =>
        from skipped in summary.Run.Outcomes.Values.OfType<Outcome.Skipped>()
        group skipped.Case by (skipped.Case.Backend, skipped.Reason) into cases
        orderby cases.Key.Backend, cases.Key.Reason
        let all = summary.Cases.Where(one => one.Backend == cases.Key.Backend).Select(static one => one.Workload).Distinct().Count()
        let own = cases.Select(static one => one.Workload).Distinct().Order(StringComparer.Ordinal).ToArray()
        select (cases.Key.Backend, own.Length < all ? $"{OneLine(cases.Key.Reason)} ({string.Join(", ", own)})" : OneLine(cases.Key.Reason));

    internal static bool IsRetired(this Outcome? outcome) =>
        outcome is Outcome.Skipped skipped && skipped.Reason.StartsWith("retired:", StringComparison.Ordinal);

    internal static IEnumerable<Outcome.Failed> Failures(Summary summary) =>
        summary.Run.Outcomes.Values.OfType<Outcome.Failed>().OrderBy(static one => one.Case.ToString(), StringComparer.Ordinal);

    private static string Printable(string text) => string.Concat(text.Select(static c => char.IsControl(c) ? '\uFFFD' : c));
}
