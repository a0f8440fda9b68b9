namespace Bench.Reports;

/// <summary>How much fits on a page of A4 in footnotesize.</summary>
/// <param name="Characters">In a line, at the smallest scale that is still readable.</param>
/// <param name="Rows">Of a table, below its caption.</param>
public sealed record LatexPage(string Geometry, int Characters, int Rows)
{
    public static readonly LatexPage Portrait = new("a4paper,margin=18mm", 155, 54);
    public static readonly LatexPage Landscape = new("a4paper,landscape,margin=15mm", 205, 36);
}
