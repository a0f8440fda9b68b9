using Bench.Core;
using Bench.Reports;

namespace Bench.Tests;

internal static class Rendered
{
    /// <summary>The only file of a format, as text.</summary>
    internal static string Text(IReadOnlyList<Summary> runs, ReportOptions options, string format) =>
        System.Text.Encoding.UTF8.GetString(ReportWriter.RenderAsync(runs, options, format, CancellationToken.None).GetAwaiter().GetResult().Single().Content.Span);
}
