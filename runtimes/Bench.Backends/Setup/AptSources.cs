namespace Bench.Backends.Setup;

/// <summary>Reads apt's configuration of sources: sources.list(5).</summary>
public static class AptSources
{
    /// <summary>Sources written by set-up itself begin with this.</summary>
    public const string OwnPrefix = "bench-";

    /// <summary>Option names of the one-line form that are called otherwise in deb822; all others differ in case only.</summary>
    private static readonly Dictionary<string, string> s_renamed = new() { ["arch"] = "Architectures", ["lang"] = "Languages", ["target"] = "Targets" };

    /// <summary>Everything below <c>etc/apt</c> of a root, in apt's own order, with whether set-up wrote it.</summary>
    public static IReadOnlyList<(AptSource Source, bool Own)> Read(string root)
    {
        string apt = Path.Combine(root, "etc", "apt");
        List<(AptSource, bool)> found = [];
        string list = Path.Combine(apt, "sources.list");
        if (File.Exists(list))
            found.AddRange(ParseLines(File.ReadAllText(list)).Select(static source => (source, false)));
        string parts = Path.Combine(apt, "sources.list.d");
        if (!Directory.Exists(parts))
            return found;
        foreach (string file in Directory.EnumerateFiles(parts).Order(StringComparer.Ordinal))
        {
            bool own = Path.GetFileName(file).StartsWith(OwnPrefix, StringComparison.Ordinal);
            IReadOnlyList<AptSource> sources = Path.GetExtension(file) switch
            {
                ".list" => ParseLines(File.ReadAllText(file)),
                ".sources" => ParseStanzas(File.ReadAllText(file)),
                _ => [],
            };
            found.AddRange(sources.Select(source => (source, own)));
        }
        return found;
    }

    /// <summary>The deb822 form: stanzas divided by empty lines; switched-off and incomplete ones are left out.</summary>
    public static IReadOnlyList<AptSource> ParseStanzas(string text)
    {
        List<AptSource> sources = [];
        Dictionary<string, string> fields = new(StringComparer.OrdinalIgnoreCase);
        string? field = null;
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n').Append(""))
        {
            if (line.StartsWith('#'))
                continue;   // a comment may stand in the middle of a stanza
            if (string.IsNullOrWhiteSpace(line))
            {
                if (SourceOf(fields) is AptSource source)
                    sources.Add(source);
                fields.Clear();
                field = null;
            }
            else if (char.IsWhiteSpace(line[0]))
            {
                if (field is not null)
                    fields[field] += $"\n{line.TrimEnd()}";
            }
            else if (line.Split(':', 2) is [string name, string value])
            {
                field = name.Trim();
                fields[field] = value.Trim();
            }
        }
        return sources;
    }

    /// <summary>The one-line form: <c>deb [option=value ...] uri suite component ...</c></summary>
    public static IReadOnlyList<AptSource> ParseLines(string text)
    {
        List<AptSource> sources = [];
        foreach (string raw in text.ReplaceLineEndings("\n").Split('\n'))
        {
            string line = raw.Split('#')[0].Trim();
            Dictionary<string, string> options = [];
            int open = line.IndexOf('['), close = line.IndexOf(']');
            if (open > 0 && close > open)
            {
                foreach (string option in Words(line[(open + 1)..close]))
                    if (option.Split('=', 2) is [string name, string value])
                        options[s_renamed.GetValueOrDefault(name) ?? TitleCase(name)] = value.Replace(',', ' ');
                line = line[..open] + line[(close + 1)..];
            }
            if (Words(line) is ["deb" or "deb-src", _, _, _, ..] and [string type, string uri, string suite, .. string[] components])
                sources.Add(new AptSource([type], [uri], [suite], components, options));
        }
        return sources;
    }

    private static AptSource? SourceOf(Dictionary<string, string> fields)
    {
        string[] Take(string name) => fields.Remove(name, out string? value) ? Words(value) : [];
        if (fields.Remove("Enabled", out string? enabled) && enabled.ToLowerInvariant() is "no" or "false" or "off" or "without" or "disable")
            return null;
        AptSource source = new(Take("Types"), Take("URIs"), Take("Suites"), Take("Components"),
            fields.Where(static pair => !pair.Key.StartsWith("X-", StringComparison.OrdinalIgnoreCase)).ToDictionary());
        return source.Types.Count > 0 && source.Uris.Count > 0 && source.Suites.Count > 0 ? source : null;
    }

    private static string TitleCase(string name) => string.Join('-', name.Split('-').Select(static part => part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
