namespace Bench.Core;

/// <summary>Turns what was asked for into cases: each with its reason if it cannot run here.</summary>
public static class Planner
{
    /// <exception cref="UsageException">A name matches nothing; the nearest names are offered.</exception>
    public static async Task<IReadOnlyList<PlannedCase>> PlanAsync(
        RunOptions options, Suite suite, IReadOnlyList<Workload> workloads, IReadOnlyList<Backend> backends, Toolbox tools, CancellationToken ct)
    {
        foreach (string glob in options.Workloads)
            if (workloads.Any(one => Names.Matches(glob, one.Id)) && workloads.Where(one => Names.Matches(glob, one.Id)).All(one => !suite.Has(one)))
                throw new UsageException($"the suite '{options.Suite}' leaves {glob} out; choose another one with --suite, ./bench list shows them");
        IReadOnlyList<Workload> chosenWorkloads = Names.Select("workload", options.Workloads,
            [.. Names.Select("workload", suite.Workloads, workloads, static one => one.Id).Where(suite.Has)], static one => one.Id);
        IReadOnlyList<Backend> chosenBackends = Names.Select("backend", options.Backends, backends, static one => one.Id);
        IReadOnlyList<SuiteSize> sizes = options.Size is null ? suite.Sizes : [new SuiteSize { Size = options.Size }];
        if (options.Size is not null && !workloads.Any(one => one.Sizes.ContainsKey(options.Size)))
            throw Names.Unknown("size", options.Size, workloads.SelectMany(static one => one.Sizes.Keys));

        Dictionary<string, Availability> availability = [];
        foreach ((Backend backend, Task<Availability> probe) in chosenBackends.Select(one => (one, one.ProbeAsync(tools, ct))).ToArray())
            availability[backend.Id] = await probe;

        Dictionary<string, Availability> assets = [];
        foreach (Workload workload in chosenWorkloads)
            assets[workload.Id] = await AssetsAsync(workload, tools, ct);

        List<PlannedCase> plan = [];
        foreach (SuiteSize size in sizes)
            foreach (Workload workload in chosenWorkloads.Where(one => one.Sizes.ContainsKey(size.Size)))
                foreach (Backend backend in chosenBackends.Where(one => size.Includes(one) && one.Concerns(workload)))
                    plan.Add(new PlannedCase(workload, workload.Sizes[size.Size], backend, WhyNot(workload, backend, availability[backend.Id], assets[workload.Id])));
        return plan;
    }

    private static async Task<Availability> AssetsAsync(Workload workload, Toolbox tools, CancellationToken ct) =>
        workload.Assets.FirstOrDefault(asset => !tools.Catalog.All.Any(tool => tool.Id == asset)) is string unknown
            ? throw new UsageException($"{workload.Id} is made with '{unknown}', which tools.json does not have")
            : await tools.ProbeAllAsync(workload.Assets, ct);

    private static string? WhyNot(Workload workload, Backend backend, Availability availability, Availability assets) => (availability, assets) switch
    {
        (Availability.Missing missing, _) => $"{missing.Reason}; {missing.Remedy}",
        (Availability.Retired retired, _) => $"retired: {retired.Successor}",
        (Availability.Ready, _) when !backend.CanRun(workload) => $"{workload.Id} has no source in {backend.Language}",
        (Availability.Ready, Availability.Missing missing) => $"{missing.Reason}; {missing.Remedy}",
        (Availability.Ready, _) => null,
        _ => throw new ArgumentOutOfRangeException(nameof(availability)),
    };
}
