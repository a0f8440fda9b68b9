using System.Globalization;
using Bench.Core;
using Bench.Streaming;

namespace Bench.Streams;

/// <summary>A scenario over one transport with one function host, at one rate or in search of the highest.</summary>
/// <param name="Rate">Messages a second; null for as many as it takes, and in a search.</param>
/// <param name="Goal">Of the search; null without one.</param>
public sealed record StreamCase(StreamScenario Scenario, string Codec, string Transport, string Host, int? Rate, CapacityGoal? Goal)
{
    /// <summary>Of a search for the capacity, behind the payload.</summary>
    private const string Searched = "capacity";

    public CaseId Id => new(Scenario.Name, Size, BackendOf(Transport, Host));

    /// <summary>Every case of a scenario.</summary>
    public static IReadOnlyList<StreamCase> Of(StreamScenario scenario) =>
        [.. from transport in scenario.Transports
            from host in scenario.Hosts
            from codec in scenario.Codecs
            from one in scenario.Rates.Select(rate => new StreamCase(scenario, codec, transport, host, rate, null))
                .Concat(scenario.Capacity is CapacityGoal goal ? [new StreamCase(scenario, codec, transport, host, null, goal)] : [])
            select one];

    public static string BackendOf(string transport, string host) => $"{transport}+{host}";

    /// <summary>Sizes of the scenario with all that decides its numbers, as a run's header describes them.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> SizesOf(StreamScenario scenario) =>
        Of(scenario).DistinctBy(static one => one.Id.Size).ToDictionary(static one => one.Id.Size, static one => (IReadOnlyList<string>)[.. one.Arguments()]);

    private IEnumerable<string> Arguments()
    {
        yield return $"functions={string.Join(",", Scenario.Functions.Select(static one => one.Instances == 1 ? one.Function : $"{one.Function}×{one.Instances}"))}";
        yield return $"payload={Scenario.Payload}";
        yield return $"codec={Codec}";
        yield return Goal is null ? $"rate={Rate?.ToString(CultureInfo.InvariantCulture) ?? "max"}" : string.Create(CultureInfo.InvariantCulture, $"p99<={Goal.P99.TotalMilliseconds}ms");
        yield return $"arrival={Scenario.Arrival}";
        yield return string.Create(CultureInfo.InvariantCulture, $"warm-up={Scenario.WarmUp.TotalSeconds}s");
        yield return string.Create(CultureInfo.InvariantCulture, $"duration={(Goal?.Duration ?? Scenario.Duration).TotalSeconds}s");
        if (Goal is not null)
            yield return string.Create(CultureInfo.InvariantCulture, $"trials={Goal.Trials}");
    }

    private string Size
    {
        get
        {
            string payload = Payload.Parse(Scenario.Payload).ShortName;
            string codec = Codec == PayloadCodecs.Raw ? "" : $"-{Codec}";
            return $"{payload}{codec}-{(Goal is not null ? Searched : Rate is int number ? string.Create(CultureInfo.InvariantCulture, $"{number}ps") : "max")}";
        }
    }
}
