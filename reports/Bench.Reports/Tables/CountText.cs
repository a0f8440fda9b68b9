namespace Bench.Reports;

internal static class CountText
{
    /// <summary><c>10</c>, or <c>3–10</c> where they differ; empty without any. A case without a number does not count.</summary>
    internal static string Range(IEnumerable<int> counts)
    {
        int[] present = [.. counts.Where(static count => count > 0)];
        return present.Length == 0 ? ""
            : present.Min() < present.Max() ? $"{present.Min()}–{present.Max()}"
            : present[0].ToString();
    }

    /// <summary><c>n = 3–10 processes</c>; empty without any.</summary>
    internal static string Processes(IEnumerable<int> counts) => Replicates(counts, Reports.Replicates.Processes);

    /// <summary><c>n = 3–10 machines</c>; empty without any.</summary>
    internal static string Replicates(IEnumerable<int> counts, Replicates replicates) =>
        Range(counts) is { Length: > 0 } range ? $"n = {range} {(range == "1" ? replicates.One : replicates.Many)}" : "";

    internal static string Of(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";
}
