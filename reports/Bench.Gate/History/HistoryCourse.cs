namespace Bench.Gate;

/// <summary>What became of a series over time: levels, or a drift, or both.</summary>
internal sealed record HistoryCourse(IReadOnlyList<LevelChange> Changes, SlowDrift? Drift)
{
    private static readonly HistoryCourse s_flat = new([], null);

    /// <summary>Whether the numbers have no noise.</summary>
    internal bool IsExact { get; private init; }

    /// <param name="values">Medians above zero, in the order of time.</param>
    /// <param name="chance">Largest chance that a change or a drift may have of being none.</param>
    /// <param name="atLeast">Less is left out: a share.</param>
    internal static HistoryCourse Of(IReadOnlyList<double> values, double chance, double atLeast)
    {
        if (values.Count < 2 * RankArcs.FewestValues)
            return s_flat;
        double[] logarithms = [.. values.Select(static value => Math.Log(value))];
        IReadOnlyList<LevelChange> changes = LevelChanges.In(logarithms, chance, atLeast);
        int[] begins = [.. changes.Select(static one => one.Begin)];
        SlowDrift? whole = Drift([]);
        if (whole is not null && SlowDrift.ExplainsBetter(logarithms, begins))
            return new HistoryCourse([], whole);
        return new HistoryCourse(changes, changes.Count == 0 ? whole : Drift(begins));

        SlowDrift? Drift(int[] besides) =>
            SlowDrift.In(logarithms, besides, chance) is { } drift && Math.Abs(drift.Rise.Value) >= Math.Log(1 + atLeast) ? drift : null;
    }

    /// <summary>Of numbers without noise: every difference is a change, from the first run that has it.</summary>
    /// <inheritdoc cref="Of"/>
    internal static HistoryCourse OfExact(IReadOnlyList<double> values, double atLeast)
    {
        List<LevelChange> changes = [];
        double level = values[0];
        for (int i = 1; i < values.Count; i++)
        {
            double shift = Math.Log(values[i] / level);
            // From the level's own first value: a hundred steps of half a percent are a change too.
            if (Math.Abs(shift) < Math.Max(Math.Log(1 + atLeast), double.Epsilon))
                continue;
            changes.Add(new LevelChange(i, shift, 0));
            level = values[i];
        }
        return new HistoryCourse(changes, null) { IsExact = true };
    }
}
