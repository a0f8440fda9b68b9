using Bench.Core;

namespace Bench.Reports;

/// <summary>Machines or commits side by side: their times, and the ratios of these to a reference column.</summary>
public sealed class Comparison
{
    private readonly Dictionary<(ComparisonColumn Column, CaseId Case), MedianProduct?> _times = [];

    private Comparison(IReadOnlyList<ComparisonColumn> columns, ComparisonColumn reference, ComparisonOptions options)
    {
        (Columns, Reference, Baseline, Prices, Failures) = (columns, reference, options.Baseline, options.Prices, options.Failures);
        Sizes = ComparedSize.Of(columns);
        Seed = columns[0].Runs.First().Header.Seed;
    }

    public IReadOnlyList<ComparisonColumn> Columns { get; }

    /// <summary>What intervals and shares are about.</summary>
    public Replicates Replicates => Columns[0].Replicates;
    public ComparisonColumn Reference { get; }
    public IEnumerable<ComparisonColumn> Others => Columns.Where(column => column != Reference);

    /// <summary>The backend that ratios also go through; null where none was asked for.</summary>
    public string? Baseline { get; }
    public PriceList? Prices { get; }
    public IReadOnlyList<FailedMachine> Failures { get; }
    public IReadOnlyList<ComparedSize> Sizes { get; }

    /// <summary>Of the resampling: that of the first run's order of processes.</summary>
    public ulong Seed { get; }

    /// <exception cref="UsageException">There is no such reference or baseline, or no case was measured in two columns.</exception>
    public static Comparison Of(IReadOnlyList<ComparedRun> runs, ComparisonOptions options)
    {
        if (runs.Count == 0)
            throw new UsageException("there is no run to compare");
        IReadOnlyList<ComparisonColumn> columns = ColumnGrouping.Of(runs, options.By);
        ComparisonColumn reference = options.Reference is not string name ? columns.FirstOrDefault(static column => !column.IsPartial) ?? columns[0]
            : columns.FirstOrDefault(column => column.Name == name || column.Runs.Any(run => run.IsCalled(name)))
            ?? throw Names.Unknown("reference", name, columns.SelectMany(static column => column.Runs).Select(static run => run.Name));
        Comparison comparison = new(columns, reference, options);
        string[] backends = [.. comparison.Sizes.SelectMany(static size => size.Backends).Distinct()];
        if (backends.Length == 0)
            throw new UsageException("nothing was run in any of these runs: all their cases were skipped");
        if (options.Baseline is string baseline && !backends.Contains(baseline))
            throw Names.Unknown("backend", baseline, backends);
        comparison.RequireCommonCases();
        return comparison;
    }

    /// <summary>Median wall time of a case in nanoseconds: spawn until exit, or a million operations of a library; of several machines the median of their medians.</summary>
    /// <returns>Null where the column has no number of it.</returns>
    public MedianProduct? Time(ComparisonColumn column, CaseId id)
    {
        if (!_times.TryGetValue((column, id), out MedianProduct? time))
            _times[(column, id)] = time = column.Wall(id) is Sample sample ? MedianProduct.Of(sample, SeedOf(IndexOf(column), id)) : null;
        return time;
    }

    /// <summary>Time in a column divided by time in the reference column.</summary>
    /// <returns>Null where either has no number, or the arguments differ.</returns>
    public MedianProduct? Ratio(ComparisonColumn column, CaseId id) =>
        IsComparable(id) && Time(column, id) is MedianProduct time && Time(Reference, id) is MedianProduct other ? time.Over(other) : null;

    /// <summary>Time on each machine of a column, divided by that on the machine in the middle; of an even number by the geometric mean of the two there. One machine that is far off moves neither.</summary>
    /// <returns>Geometric means over the cases of a size that all of these machines measured; none where the column is one machine, or there is no such case.</returns>
    public IReadOnlyList<(ComparedMachine Machine, MedianProduct Ratio)> BesideType(ComparisonColumn column, ComparedSize size)
    {
        if (column.Machines.Count < 2)
            return [];
        CaseId[] common = [.. column.Cases.Where(id => id.Size == size.Name && IsComparable(id) && column.Machines.All(machine => machine.Wall(id) is not null)).OrderBy(static id => id.ToString(), StringComparer.Ordinal)];
        if (common.Length == 0)
            return [];
        MedianProduct[] means = [.. column.Machines.Select((machine, index) =>
            MedianProduct.GeometricMean([.. common.Select(id => MedianProduct.Of(machine.Wall(id)!, SeedOf($"{IndexOf(column)}.{index}", id)))]))];
        MedianProduct[] ordered = [.. means.OrderBy(static one => one.Value)];
        MedianProduct middle = MedianProduct.GeometricMean(ordered[((ordered.Length - 1) / 2)..(ordered.Length / 2 + 1)]);
        return [.. column.Machines.Zip(means, (machine, mean) => (machine, mean.Over(middle)))];
    }

    /// <summary>What <see cref="Ratio"/> would be if both machines ran the baseline equally fast: (case ÷ baseline) ÷ (case ÷ baseline in the reference column).</summary>
    /// <returns>Null where one of the four has no number, the arguments differ, or the case is the baseline's own.</returns>
    public MedianProduct? RatioThroughBaseline(ComparisonColumn column, CaseId id) =>
        Baseline is string baseline && id.Backend != baseline && Ratio(column, id) is MedianProduct own && Ratio(column, id with { Backend = baseline }) is MedianProduct machine
            ? own.Over(machine)
            : null;

    /// <summary>Of the ratios of backends over the workloads of a size.</summary>
    /// <returns>Null where there is none; else the mean and of how many ratios it is.</returns>
    public static (MedianProduct Mean, int Count)? GeometricMean(ComparedSize size, IReadOnlyList<string> backends, Func<CaseId, MedianProduct?> ratio) =>
        backends.SelectMany(backend => size.Workloads.Select(workload => ratio(new CaseId(workload, size.Name, backend)))).OfType<MedianProduct>().ToArray() is { Length: > 0 } ratios
            ? (MedianProduct.GeometricMean(ratios), ratios.Length)
            : null;

    /// <summary>Whether its times are not those of executions.</summary>
    internal bool IsLibrary(string backend) => Columns.Select(column => column.Backend(backend)).OfType<BackendInfo>().Any(static one => one.Class == BackendClass.Library);

    private bool IsComparable(CaseId id) => Sizes.Any(size => size.Name == id.Size && size.Workloads.Contains(id.Workload));

    private void RequireCommonCases()
    {
        // What a machine measured before it failed is shown even where it cannot be divided by anything.
        if (Columns.Count(static column => !column.IsPartial) <= 1 || Others.Any(column => column.Cases.Any(id => Ratio(column, id) is not null)))
            return;
        string refused = string.Concat(Sizes.SelectMany(static size => size.Refused).Select(static one => $"; {one}"));
        throw new UsageException($"{Reference.Name} has no measured case in common with another column: "
            + $"{string.Join("; ", Columns.Select(static column => $"{column.Name} ran {Extent(column)}"))}{refused}");
    }

    private static string Extent(ComparisonColumn column)
    {
        CaseId[] cases = [.. column.Cases];
        return cases.Length == 0 ? "nothing" : $"{CountText.Of(cases.Length, "case", "cases")} of size {string.Join(", ", cases.Select(static one => one.Size).Distinct())}, "
            + $"{cases.Count(id => column.Wall(id) is not null)} measured";
    }

    private string IndexOf(ComparisonColumn column) => Columns.ToList().IndexOf(column).ToString();

    /// <summary>FNV-1a (Fowler, Noll, Vo) over the sample's position and the case: no two samples are drawn alike, also where two runs have one seed.</summary>
    private ulong SeedOf(string position, CaseId id)
    {
        ulong hash = 14695981039346656037 ^ Seed;
        foreach (char c in $"{position}/{id}")
            hash = unchecked((hash ^ c) * 1099511628211);
        return hash;
    }
}
