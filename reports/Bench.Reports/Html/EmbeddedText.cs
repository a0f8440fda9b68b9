namespace Bench.Reports;

/// <summary>Files that are part of the assembly.</summary>
internal static class EmbeddedText
{
    /// <summary>With line feeds alone, as the hash of a script is taken over what a browser reads.</summary>
    internal static string Read(string name)
    {
        using Stream stream = typeof(EmbeddedText).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"'{name}' is not embedded");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
