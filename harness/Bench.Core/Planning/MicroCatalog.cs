using System.Text.Json;

namespace Bench.Core;

/// <summary>What a program that measures libraries says it can measure: its answer to <c>list</c>, whose form stands in harness/PROTOCOL.md.</summary>
/// <param name="Tools">That measure, beside the libraries themselves.</param>
public sealed record MicroCatalog(
    IReadOnlyList<ToolVersion> Tools, IReadOnlyList<MicroContestant> Backends, IReadOnlyList<MicroWorkload> Workloads, IReadOnlyList<MicroCase> Cases)
{
    /// <summary>Workloads that it could measure elsewhere, and has no cases of here.</summary>
    public IReadOnlyList<MicroAbsence> Absent { get; init; } = [];

    /// <exception cref="UsageException">It is not of that form.</exception>
    public static MicroCatalog Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<MicroCatalog>(json, JsonText.Strict) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new UsageException(JsonFault.Describe("the list of cases", e), e);
        }
    }
}

/// <param name="Version">Of its library.</param>
public sealed record MicroContestant(string Id, string Title, string Version);

public sealed record MicroWorkload(string Id, string Title, IReadOnlyList<MicroSize> Sizes);

/// <param name="Answer">What every contestant must print.</param>
public sealed record MicroSize(string Id, IReadOnlyList<string> Arguments, string Answer);

/// <param name="Reason">What is missing and how to get it: one line.</param>
public sealed record MicroAbsence(string Workload, string Reason);

/// <param name="Case">workload/size/contestant.</param>
/// <param name="Standard">Whether it is measured unasked.</param>
public sealed record MicroCase(string Case, bool Standard)
{
    public CaseId Id => CaseId.Parse(Case);
}
