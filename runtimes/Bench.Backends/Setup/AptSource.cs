namespace Bench.Backends.Setup;

/// <summary>One stanza of a deb822 file, or one line of a sources.list: where apt gets packages from.</summary>
/// <param name="Options">The other fields by their deb822 names, such as <c>Signed-By</c>; a value may have several lines.</param>
public sealed record AptSource(
    IReadOnlyList<string> Types, IReadOnlyList<string> Uris, IReadOnlyList<string> Suites, IReadOnlyList<string> Components,
    IReadOnlyDictionary<string, string> Options)
{
    /// <summary>Whether it offers installable packages of exactly this suite.</summary>
    public bool Offers(string suite) => Types.Contains("deb") && Suites.Contains(suite);

    /// <summary>This source as a deb822 stanza of another suite.</summary>
    public string StanzaFor(string suite) => string.Concat(
        new[] { ("Types", "deb"), ("URIs", string.Join(' ', Uris)), ("Suites", suite), ("Components", "main") }
            .Concat(Options.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => (pair.Key, pair.Value)))
            .Select(static field => $"{field.Item1}:{(field.Item2.StartsWith('\n') ? "" : " ")}{field.Item2}\n"));
}
