using System.IO.Enumeration;

namespace Bench.Core;

/// <summary>Chooses by name, and offers the nearest names when there is no such one.</summary>
public static class Names
{
    /// <summary>The candidates that match any of the globs (<c>*</c> and <c>?</c>), in their own order.</summary>
    /// <exception cref="UsageException">A glob matches nothing.</exception>
    public static IReadOnlyList<T> Select<T>(string kind, IReadOnlyList<string> globs, IReadOnlyList<T> candidates, Func<T, string> name)
    {
        foreach (string glob in globs)
            if (!candidates.Any(candidate => Matches(glob, name(candidate))))
                throw Unknown(kind, glob, candidates.Select(name));
        return [.. candidates.Where(candidate => globs.Any(glob => Matches(glob, name(candidate))))];
    }

    public static bool Matches(string glob, string name) => FileSystemName.MatchesSimpleExpression(glob, name, ignoreCase: false);

    /// <summary>An error that offers up to three near names, or all of a short list.</summary>
    /// <param name="shownBy">The command that shows a long one.</param>
    public static UsageException Unknown(string kind, string given, IEnumerable<string> known, string shownBy = "./bench list")
    {
        string[] all = [.. known.Distinct()];
        string[] near = [.. all.Select(name => (name, distance: Distance(given, name)))
            .Where(pair => pair.distance <= Math.Max(2, given.Length / 2) || pair.name.Contains(given.Trim('*'), StringComparison.OrdinalIgnoreCase))
            .OrderBy(static pair => pair.distance).Take(3).Select(static pair => pair.name)];
        string offer = near.Length > 0 ? $"did you mean {string.Join(" or ", near)}?"
            : all.Length <= 8 ? $"there are {string.Join(", ", all)}"
            : $"{shownBy} shows them all";
        return new UsageException($"unknown {kind} '{given}'; {offer}");
    }

    /// <summary>Levenshtein distance, without regard to case.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substitution = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
