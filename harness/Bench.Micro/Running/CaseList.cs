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
        Backends = ((Contestant[])[.. PairContestant.All, .. NetworkCase.All.Select(static one => one.Contestant)]).Select(static one => new { one.Id, one.Title, one.Version }),
        Workloads = MeasuredCase.All.GroupBy(static one => (one.WorkloadId, one.WorkloadTitle)).Select(static workload => new
        {
            Id = workload.Key.WorkloadId,
            Title = workload.Key.WorkloadTitle,
            Sizes = workload.DistinctBy(static one => one.SizeId).Select(static one => new { Id = one.SizeId, one.Arguments, Answer = one.ExpectedAnswer }),
        }),
        Cases = MeasuredCase.All.Select(static one => new { Case = one.Id, Standard = one.IsStandard }),
        Absent = NetworkCase.Missing is string reason ? new[] { new { NetworkCase.Workload, Reason = reason } } : [],
    }, s_json);
}
