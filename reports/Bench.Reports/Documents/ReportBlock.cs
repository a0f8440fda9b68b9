namespace Bench.Reports;

/// <summary>A piece of a report before it is known whether it becomes Markdown or LaTeX.</summary>
public abstract record ReportBlock
{
    private ReportBlock() { }

    /// <param name="Level">1 for the report, 2 for a run, 3 for a part of it.</param>
    public sealed record Heading(int Level, string Text) : ReportBlock;

    public sealed record Facts(IReadOnlyList<(string Name, string Value)> Pairs) : ReportBlock;

    public sealed record Entries(IReadOnlyList<ReportEntry> List) : ReportBlock;

    /// <param name="Level">Of the title, as in <see cref="Heading"/>.</param>
    public sealed record Grid(int Level, ReportTable Table) : ReportBlock;
}

/// <summary>One entry of a list.</summary>
/// <param name="Below">Entries of its own.</param>
/// <param name="Code">Lines as a program printed them.</param>
public sealed record ReportEntry(string Text, IReadOnlyList<string> Below, IReadOnlyList<string> Code)
{
    public ReportEntry(string text) : this(text, [], []) { }
}
