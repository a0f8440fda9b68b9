namespace Bench.Core;

/// <summary>One process to be run.</summary>
/// <param name="Process">From 1, per case and kind.</param>
public readonly record struct WorkItem(PlannedCase Case, WorkKind Kind, int Process);

/// <summary>The order of processes: rounds in which every case has one turn, shuffled within each round by the seed.</summary>
/// <remarks>
/// Random order, so that drift of the machine (heat, neighbours) hits all cases alike instead of whichever came last;
/// rounds, so that a run that ends early has measured every case equally often.
/// </remarks>
public static class Schedule
{
    /// <param name="compiles">Whether the case's ahead-of-time compilation is measured too: once a round, and once for all sizes of a workload.</param>
    /// <param name="iterates">Whether each round has a process of each case that iterates, too: always after the one that does not, which says how long the kernel takes.</param>
    /// <param name="uncached">Whether as many rounds follow in which the page cache is dropped before each process: at the end, because whoever came next would start without a cache too.</param>
    public static IEnumerable<WorkItem> Rounds(IReadOnlyList<PlannedCase> cases, int processes, ulong seed, Func<PlannedCase, bool> compiles, bool iterates = false, bool uncached = false)
    {
        PlannedCase[] compiled = [.. cases.Where(compiles).DistinctBy(static one => (one.Workload.Id, one.Backend.Id))];
        SplitMix random = new(seed);
        for (int process = 1; process <= processes; process++)
        {
            WorkItem[] round =
            [
                .. cases.Select(one => new WorkItem(one, WorkKind.Execute, process)),
                .. compiled.Select(one => new WorkItem(one, WorkKind.Compile, process)),
                .. iterates ? cases.Select(one => new WorkItem(one, WorkKind.Iterate, process)) : [],
            ];
            Shuffle(round, random);
            if (iterates)
                ExchangeEarlyIterations(round);
            foreach (WorkItem item in round)
                yield return item;
        }
        for (int process = 1; uncached && process <= processes; process++)
        {
            WorkItem[] round = [.. cases.Select(one => new WorkItem(one, WorkKind.Uncached, process))];
            Shuffle(round, random);
            foreach (WorkItem item in round)
                yield return item;
        }
    }

    private static void Shuffle(WorkItem[] round, SplitMix random)
    {
        for (int i = round.Length - 1; i > 0; i--)
        {
            int j = (int)(random.Next() % (ulong)(i + 1));
            (round[i], round[j]) = (round[j], round[i]);
        }
    }

    private static void ExchangeEarlyIterations(WorkItem[] round)
    {
        Dictionary<CaseId, int> early = [];
        for (int i = 0; i < round.Length; i++)
            if (round[i].Kind == WorkKind.Iterate)
                early[round[i].Case.Id] = i;
            else if (round[i].Kind == WorkKind.Execute && early.Remove(round[i].Case.Id, out int before))
                (round[before], round[i]) = (round[i], round[before]);
    }
}
