using Bench.Core;

namespace Bench.Reports;

/// <summary>One way to render runs. Found by its type: a new format is one new file.</summary>
public interface IReportFormat
{
    /// <summary>What <c>--format</c> calls it, and the extension of its file.</summary>
    string Name { get; }

    /// <exception cref="UsageException">The runs cannot stand in one table.</exception>
    Task<IReadOnlyList<ReportFile>> RenderAsync(IReadOnlyList<Summary> runs, ReportOptions options, CancellationToken ct);
}

/// <param name="Path">Below the report's folder.</param>
public sealed record ReportFile(string Path, ReadOnlyMemory<byte> Content)
{
    public static ReportFile OfText(string path, string text) => new(path, System.Text.Encoding.UTF8.GetBytes(text));
}
