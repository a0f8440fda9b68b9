namespace Bench.Reports;

internal static class ArgumentText
{
    internal static string Of(IReadOnlyList<string> arguments) => arguments.Count == 0 ? "none" : string.Join(' ', arguments);
}
