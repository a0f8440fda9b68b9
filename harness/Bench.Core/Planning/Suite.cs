namespace Bench.Core;

/// <summary>A named choice of workloads, sizes and effort: one entry of suites.json.</summary>
public sealed record Suite
{
    public required string Summary { get; init; }

    /// <summary>Globs over workload ids.</summary>
    public IReadOnlyList<string> Workloads { get; init; } = ["*"];

    /// <summary>Globs over those of them that take no part after all: what is new joins a suite that names only what it leaves out.</summary>
    public IReadOnlyList<string> Except { get; init; } = [];
    public required IReadOnlyList<SuiteSize> Sizes { get; init; }

    /// <summary>Fresh processes per case; with a budget those of the pilot.</summary>
    public required int Processes { get; init; }

    /// <summary>Minutes of measuring: what the pilot leaves goes to where it narrows the widest intervals. The first process of each case is always run.</summary>
    public double? BudgetMinutes { get; init; }

    /// <summary>Of processes that iterate; null for none.</summary>
    public Iterations? Iterations { get; init; }

    /// <summary>Whether each case is also started after the page cache was dropped, where that is possible.</summary>
    public bool Uncached { get; init; }
    public required double TimeoutSeconds { get; init; }

    public bool Has(Workload workload) => Workloads.Any(glob => Names.Matches(glob, workload.Id)) && !Except.Any(glob => Names.Matches(glob, workload.Id));
}

/// <summary>One size with the backends it is for: a backend takes part if its class or its id is named, or if neither list is given.</summary>
public sealed record SuiteSize
{
    public required string Size { get; init; }
    public IReadOnlyList<BackendClass> Classes { get; init; } = [];
    public IReadOnlyList<string> Backends { get; init; } = [];

    public bool Includes(Backend backend) =>
        (Classes.Count == 0 && Backends.Count == 0) || Classes.Contains(backend.Class) || Backends.Contains(backend.Id);
}

public static class SuiteCatalog
{
    /// <summary>A week.</summary>
    private const int LongestSeconds = 7 * 24 * 3600;

    /// <returns>Suites by name, in the file's order.</returns>
    /// <exception cref="UsageException">The file is missing or malformed.</exception>
    public static IReadOnlyDictionary<string, Suite> Load(string file)
    {
        IReadOnlyDictionary<string, Suite> suites = StrictJson.Load<SuitesFile>(file).Suites;
        foreach ((string name, Suite suite) in suites)
            if (FaultOf(suite) is string fault)
                throw new UsageException($"{file}: '{name}.{fault}");
        return suites;
    }

    private static string? FaultOf(Suite suite) =>
        suite.Sizes.Count == 0 ? "sizes' is empty, expected at least one"
        : suite.Processes < 1 ? $"processes' is {suite.Processes}, expected at least 1"
        : suite.TimeoutSeconds is not (> 0 and <= LongestSeconds) ? $"timeoutSeconds' is {suite.TimeoutSeconds}, expected more than 0 and at most {LongestSeconds}"
        : suite.BudgetMinutes is < 0 or > LongestSeconds / 60 ? $"budgetMinutes' is {suite.BudgetMinutes}, expected 0 to {LongestSeconds / 60}"
        : null;
}

internal sealed record SuitesFile(Dictionary<string, Suite> Suites);
