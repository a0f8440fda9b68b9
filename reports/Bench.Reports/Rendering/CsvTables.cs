using CsvHelper;

namespace Bench.Reports;

/// <summary>Tables as CSV: one rectangle, whose first column is the table's title, whose last is for notes, a line each, and whose others are all columns of all tables.</summary>
public static class CsvTables
{
    public static void Write(IReadOnlyList<ReportTable> tables, TextWriter writer)
    {
        string[] headers = [.. tables.SelectMany(Headers).Distinct()];
        using CsvWriter csv = CsvWriter.Create(writer, new CsvWriterOptions(), leaveOpen: true);
        csv.WriteField("table");
        foreach (string header in headers)
            csv.WriteField(header);
        csv.WriteField("note");
        csv.EndRecord();
        foreach (ReportTable table in tables)
        {
            Dictionary<string, int> positions = Headers(table).Select(static (header, index) => (header, index)).ToDictionary();
            foreach (IReadOnlyList<ReportCell> row in table.Rows)
            {
                csv.WriteField(table.Title);
                foreach (string header in headers)
                    csv.WriteField(positions.TryGetValue(header, out int position) ? row[position].Text : "");
                csv.WriteField("");
                csv.EndRecord();
            }
            foreach (string note in table.Notes)
            {
                csv.WriteField(table.Title);
                foreach (string _ in headers)
                    csv.WriteField("");
                csv.WriteField(OutcomeText.OneLine(note));
                csv.EndRecord();
            }
        }
    }

    /// <summary>The columns' headers, those that are there twice made different: a workload may be called as the first column is.</summary>
    private static IEnumerable<string> Headers(ReportTable table)
    {
        HashSet<string> taken = [];
        foreach (ReportColumn column in table.Columns)
        {
            string header = column.Header;
            for (int again = 2; !taken.Add(header); again++)
                header = $"{column.Header} ({again})";
            yield return header;
        }
    }
}
