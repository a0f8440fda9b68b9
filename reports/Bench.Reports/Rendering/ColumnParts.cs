namespace Bench.Reports;

/// <summary>Cuts a table that is too wide between its columns.</summary>
internal static class ColumnParts
{
    /// <param name="widths">Of each column, with its gap.</param>
    /// <returns>Indices of the columns of each part; the first column, which names the row, is in all of them.</returns>
    internal static List<int[]> Of(int[] widths, int limit)
    {
        List<int[]> parts = [];
        List<int> current = [0];
        int used = widths[0];
        for (int column = 1; column < widths.Length; column++)
        {
            if (used + widths[column] > limit && current.Count > 1)
            {
                parts.Add([.. current]);
                current = [0];
                used = widths[0];
            }
            current.Add(column);
            used += widths[column];
        }
        return [.. parts, [.. current]];
    }
}
