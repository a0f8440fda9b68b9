namespace Bench.Backends.Setup;

/// <summary>Which releases of Debian there are, and which of them a machine is.</summary>
/// <param name="Id"><c>ID</c> of os-release: <c>debian</c>, <c>ubuntu</c>.</param>
/// <param name="Name"><c>PRETTY_NAME</c> of os-release.</param>
/// <param name="Suite">The code name whose packages the machine is made of; null where it cannot be told.</param>
public sealed record Distribution(string Id, string Name, string? Suite)
{
    private static readonly string[] s_suites = ["bullseye", "bookworm", "trixie", "forky", "duke", "sid"];

    public bool IsDebian => Id == "debian";

    /// <summary>For people: <c>Debian 13</c>.</summary>
    public static string Title(string suite) => Array.IndexOf(s_suites, suite) is int index and >= 0 && suite != "sid" ? $"Debian {11 + index}" : $"Debian {suite}";

    /// <summary>Negative where <paramref name="suite"/> is older than <paramref name="other"/>.</summary>
    public static int Compare(string suite, string other) => Array.IndexOf(s_suites, suite).CompareTo(Array.IndexOf(s_suites, other));

    /// <summary>
    /// What os-release says, corrected by apt's sources: a single package of a newer suite can take base-files with it, and os-release
    /// then names that suite. The oldest suite that apt has a source for, set-up's own aside, is the machine's.
    /// </summary>
    public static Distribution Of(string osRelease, IEnumerable<AptSource> sources)
    {
        Dictionary<string, string> fields = osRelease.ReplaceLineEndings("\n").Split('\n')
            .Select(static line => line.Split('=', 2)).Where(static pair => pair.Length == 2)
            .GroupBy(static pair => pair[0]).ToDictionary(static group => group.Key, static group => group.Last()[1].Trim('"'));
        string? oldest = sources.Where(static source => source.Types.Contains("deb")).SelectMany(static source => source.Suites)
            .Where(static suite => s_suites.Contains(suite)).MinBy(static suite => Array.IndexOf(s_suites, suite));
        return new Distribution(fields.GetValueOrDefault("ID", ""), fields.GetValueOrDefault("PRETTY_NAME", "this system"),
            oldest ?? fields.GetValueOrDefault("VERSION_CODENAME"));
    }
}
