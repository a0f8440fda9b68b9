namespace Bench.Core;

/// <summary>workload/size/backend, for example <c>nbody/small/wasmedge-aot</c>. Never changes once it stands in a results file.</summary>
public readonly record struct CaseId(string Workload, string Size, string Backend)
{
    public override string ToString() => $"{Workload}/{Size}/{Backend}";

    /// <exception cref="FormatException">The text has not exactly three non-empty parts.</exception>
    public static CaseId Parse(string text)
    {
        string[] parts = text.Split('/');
        return parts.Length == 3 && parts.All(static part => part.Length > 0)
            ? new CaseId(parts[0], parts[1], parts[2])
            : throw new FormatException($"'{text}' is not a case id (workload/size/backend)");
    }
}
