using System.Globalization;
using Bench.Core;

namespace Bench.Density;

/// <summary>One kind of host.</summary>
public sealed record DensityCase(string Kind, DensityPlan Plan)
{
    /// <summary>In the place of a workload's size.</summary>
    public const string Size = "density";

    public CaseId Id => new(DensityPlan.Function, Size, Kind);

    /// <summary>All that decides the numbers, as a run's header describes it.</summary>
    /// <param name="plan">Of the hosts in processes.</param>
    /// <param name="containers">Most instances of a host in containers.</param>
    public static IReadOnlyList<string> Arguments(DensityPlan plan, int containers) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"instances={plan.Instances}"),
        string.Create(CultureInfo.InvariantCulture, $"containers={containers}"),
        string.Create(CultureInfo.InvariantCulture, $"memory={plan.MemoryBytes}"),
        string.Create(CultureInfo.InvariantCulture, $"storm={plan.Storm}"),
        string.Create(CultureInfo.InvariantCulture, $"time={plan.Time.TotalSeconds}s"),
    ];
}
