namespace Bench.Core;

/// <summary>Numbers inside sentences; tables round by themselves.</summary>
internal static class FindingText
{
    internal static string Time(double nanoseconds) => nanoseconds switch
    {
        < 1e3 => $"{nanoseconds:G3} ns",
        < 1e6 => $"{nanoseconds / 1e3:G3} µs",
        < 1e9 => $"{nanoseconds / 1e6:G3} ms",
        < 1e12 => $"{nanoseconds / 1e9:G3} s",
        _ => $"{nanoseconds / 1e9:F0} s",
    };

    internal static string Percent(double share) => $"{100 * share:G2} %";

    internal static string Names(IReadOnlyCollection<string> names, int most = 6) =>
        string.Join(", ", names.Take(most)) + (names.Count > most ? $" and {names.Count - most} more" : "");
}
