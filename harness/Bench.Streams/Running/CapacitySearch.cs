namespace Bench.Streams;

/// <summary>
/// Looks for the highest rate that holds: doubles until one does not, then halves the gap (of logarithms). A rate is tried until most
/// of its trials have gone one way. Because a lucky rate would stand for ever, the highest that held is tried once more at the end, and
/// where it fails then the search goes on below it.
/// </summary>
internal sealed class CapacitySearch
{
    private readonly CapacityGoal _goal;
    private readonly List<RateTrials> _tried = [];
    private int? _rate;
    private bool _confirming;

    internal CapacitySearch(CapacityGoal goal) => (_goal, _rate) = (goal, goal.From);

    /// <summary>Messages a second to try next; null when the search is over.</summary>
    internal int? Next => _rate;

    /// <summary>The highest rate that held; null while there is none.</summary>
    internal int? Held { get; private set; }

    /// <summary>The lowest rate that failed; null while there is none.</summary>
    internal int? Failed { get; private set; }

    /// <summary>Each rate in the order in which it was tried, a confirmation apart.</summary>
    internal IReadOnlyList<RateTrials> Tried => _tried;

    /// <summary>One trial of the rate <see cref="Next"/> has ended.</summary>
    internal void Report(bool held)
    {
        int rate = _rate ?? throw new InvalidOperationException("the search is over");
        if (_tried.Count == 0 || _tried[^1].Rate != rate || _tried[^1].IsDecided(_goal.Trials))
            _tried.Add(new RateTrials(rate, 0, 0));
        _tried[^1] = held ? _tried[^1] with { Held = _tried[^1].Held + 1 } : _tried[^1] with { Failed = _tried[^1].Failed + 1 };
        if (_tried[^1].IsDecided(_goal.Trials))
            Decide(rate, _tried[^1].Held > _tried[^1].Failed);
    }

    private void Decide(int rate, bool holds)
    {
        if (_confirming && holds)
        {
            _rate = null;
            return;
        }
        if (holds)
            Held = rate;
        else
        {
            Failed = rate;
            if (_confirming)
                Held = HighestBelow(rate);
        }
        _confirming = false;
        _rate = Further();
        if (_rate is null && Held is int highest)
            (_rate, _confirming) = (highest, true);
    }

    /// <summary>The highest rate below that last held when it was tried.</summary>
    private int? HighestBelow(int rate) => _tried.GroupBy(static one => one.Rate).Select(static group => group.Last())
        .Where(one => one.Rate < rate && one.Held > one.Failed).Select(static one => (int?)one.Rate).Max();

    private int? Further() => (Held, Failed) switch
    {
        (int held, null) => held >= _goal.To ? null : (int)Math.Min(2L * held, _goal.To),
        (null, int failed) => failed <= 1 ? null : failed / 2,
        (int held, int failed) when failed > Math.Max(held + 1, held * (1 + _goal.Within)) => Math.Clamp((int)Math.Round(Math.Sqrt((double)held * failed)), held + 1, failed - 1),
        _ => null,
    };
}

/// <summary>How the trials of a rate ended.</summary>
internal sealed record RateTrials(int Rate, int Held, int Failed)
{
    /// <summary>Whether the trials that are left could no longer turn it over. With an even number a tie fails.</summary>
    internal bool IsDecided(int trials) => 2 * Held > trials || 2 * Failed >= trials;
}
