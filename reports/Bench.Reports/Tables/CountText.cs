namespace Bench.Reports;

internal static class CountText
{
    /// <summary><c>n = 10 processes</c>, or a range where rows differ. Cases without a number are not counted.</summary>
    internal static string Processes(IEnumerable<int> counts)
    {
        int[] present = [.. counts.Where(static count => count > 0)];
        return present.Length == 0 ? "n = 0 processes"
            : present.Min() < present.Max() ? $"n = {present.Min()}–{present.Max()} processes"
            : $"n = {Of(present[0], "process", "processes")}";
    }

    internal static string Of(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";
}
