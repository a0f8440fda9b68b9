using CsvHelper;

namespace Bench.Reports;

/// <summary>Tables as CSV: one rectangle, whose first column is the table's title and whose others are all columns of all tables.</summary>
public static class CsvTables
{
    public static void Write(IReadOnlyList<ReportTable> tables, TextWriter writer)
    {
        string[] headers = [.. tables.SelectMany(static table => table.Columns).Select(static column => column.Header).Distinct()];
        using CsvWriter csv = CsvWriter.Create(writer, new CsvWriterOptions(), leaveOpen: true);
        csv.WriteField("table");
        foreach (string header in headers)
            csv.WriteField(header);
        csv.EndRecord();
        foreach (ReportTable table in tables)
        {
            Dictionary<string, int> positions = table.Columns.Select(static (column, index) => (column.Header, index)).ToDictionary();
            foreach (IReadOnlyList<ReportCell> row in table.Rows)
            {
                csv.WriteField(table.Title);
                foreach (string header in headers)
                    csv.WriteField(positions.TryGetValue(header, out int position) ? row[position].Text : "");
                csv.EndRecord();
            }
        }
    }
}
