using System.Text.Json;
using BenchmarkDotNet.Running;

namespace Bench.Micro;

/// <summary>What there is to measure, for the command line: harness/PROTOCOL.md has the form.</summary>
internal static class CaseList
{
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static string ToJson() => JsonSerializer.Serialize(new
    {
        Tools = new[]
        {
            new { Id = "benchmark-dotnet", Title = "BenchmarkDotNet", Version = Contestant.VersionOf(typeof(BenchmarkRunner)) },
            new { Id = "dotnet-runtime", Title = ".NET runtime", Version = Environment.Version.ToString() },
        },
        Backends = Contestant.All.Select(static one => new { one.Id, one.Title, one.Version }),
        Workloads = PairCase.All.Select(static one => one.Workload).Distinct().Select(static workload => new
        {
            workload.Id,
            workload.Title,
            Sizes = workload.Sizes.Select(size => new { Id = size.ToString(), Arguments = workload.Arguments(size), Answer = workload.ExpectedAnswer(size) }),
        }),
        Cases = PairCase.All.Select(static one => new { Case = one.Id, Standard = one.Workload.IsStandard(one.Size) }),
    }, s_json);
}
