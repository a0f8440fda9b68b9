namespace Bench.Core;

/// <summary>Looks for everything that a reader should doubt in a run.</summary>
public static class FindingCatalog
{
    /// <summary>Gravest first: wrong numbers, then numbers that mean something else, then noise, then what is missing.</summary>
    private static readonly Func<Summary, IEnumerable<Finding>>[] s_kinds =
    [
        FasterThanNothing.In, FarAheadOfAll.In, CopiedCells.In, OutputUnchecked.In,
        PhasesUnlike.In, TooShortForClock.In, TwoModes.In, NoSteadyState.In, Outliers.In, CommonDrift.In, Drift.In,
        TimeStolen.In, OthersRan.In, ClockSpeedVaried.In, NotPinned.In,
        TooFewProcesses.In, TornRows.In, InstructionsAbsent.In,
    ];

    public static IEnumerable<Finding> Of(Summary summary) => s_kinds.SelectMany(kind => kind(summary));

    /// <summary>What is doubtful about showing these runs side by side, beyond the findings of each.</summary>
    public static IEnumerable<Finding> Across(IReadOnlyList<Summary> summaries) => SizesMixed.In(summaries);
}
