using CsvHelper;

namespace Bench.Core;

public static class CsvFields
{
    /// <summary>One whole record.</summary>
    public static void WriteFields(this CsvWriter csv, IEnumerable<string> fields)
    {
        foreach (string field in fields)
            csv.WriteField(field);
        csv.EndRecord();
    }
}
