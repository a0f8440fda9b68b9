using Bench.Core;

namespace Bench.Reports;

/// <summary>One way to render a comparison. Found by its type: a new format is one new file.</summary>
public interface IComparisonFormat
{
    /// <summary>What <c>--format</c> calls it.</summary>
    string Name { get; }

    /// <param name="tools">Where the format finds the programs that it needs; null where none may be used.</param>
    Task<IReadOnlyList<ReportFile>> RenderAsync(Comparison comparison, Toolbox? tools, CancellationToken ct);
}
