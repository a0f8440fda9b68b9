using Bench.Reports;

namespace Bench.Tests;

/// <summary>What a terminal without colours shows.</summary>
internal static class PlainConsole
{
    /// <returns>Without spaces at the ends of lines, and with one line break at the end.</returns>
    internal static string Text(IEnumerable<ReportTable> tables, int width)
    {
        string written = ConsoleTests.Written(width, console =>
        {
            foreach (ReportTable table in tables)
                ConsoleTable.Write(console, table);
        });
        return string.Join('\n', written.Trim('\n').Split('\n').Select(static line => line.TrimEnd())) + "\n";
    }
}
