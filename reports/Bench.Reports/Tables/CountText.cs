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
    internal static string Processes(IEnumerable<int> counts) =>
        Range(counts) is { Length: > 0 } range ? $"n = {range} {(range == "1" ? "process" : "processes")}" : "";

    internal static string Of(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";
}
