using System.Text;
using Bench.Reports;

namespace Bench.Gate;

/// <summary>Lines on standard output that GitHub Actions shows beside a change: errors, warnings, notices.</summary>
/// <remarks>Source: GitHub's documentation of workflow commands, and the escapes of the toolkit that writes them (@actions/core).</remarks>
internal sealed class GateAnnotations : IGateFormat
{
    // GitHub shows no more of one level in a step, and does not say that there are more.
    private const int MostOfLevel = 10;

    public string Name => "annotations";

    public string? File => null;

    public string Render(GateReport report)
    {
        StringBuilder text = new();
        Append(text, "error", report, "regressed", GateAnswer.Regressed);
        Append(text, "warning", report, "unsettled", GateAnswer.CannotTell, GateAnswer.Noted);
        Append(text, "notice", report, "improved or accepted", GateAnswer.Improved, GateAnswer.Accepted);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string level, GateReport report, string what, params GateAnswer[] answers)
    {
        GateCheck[] checks = [.. report.Checks.Where(one => answers.Contains(one.Answer))];
        int shown = checks.Length <= MostOfLevel ? checks.Length : MostOfLevel - 1;
        foreach (GateCheck check in checks[..shown])
            text.Append(Command(level, $"{check.Case}, {CheckText.What(check)}: {GateHeadline.Word(check.Answer)}", CheckText.Line(check)));
        if (shown < checks.Length)
            text.Append(Command(level, $"{checks.Length - shown} more {what}", "The tables of the gate have them all."));
    }

    internal static string Command(string level, string title, string message) => $"::{level} title={Property(OutcomeText.OneLine(title))}::{Data(OutcomeText.OneLine(message))}\n";

    /// <summary>The percent sign first, or the others would be escaped twice.</summary>
    internal static string Data(string text) => text.Replace("%", "%25").Replace("\r", "%0D").Replace("\n", "%0A");

    internal static string Property(string text) => Data(text).Replace(":", "%3A").Replace(",", "%2C");
}
