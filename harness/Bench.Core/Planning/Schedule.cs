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
    public static IEnumerable<WorkItem> Rounds(IReadOnlyList<PlannedCase> cases, int processes, ulong seed, Func<PlannedCase, bool> compiles)
    {
        PlannedCase[] compiled = [.. cases.Where(compiles).DistinctBy(static one => (one.Workload.Id, one.Backend.Id))];
        SplitMix random = new(seed);
        for (int process = 1; process <= processes; process++)
        {
            WorkItem[] round =
            [
                .. cases.Select(one => new WorkItem(one, WorkKind.Execute, process)),
                .. compiled.Select(one => new WorkItem(one, WorkKind.Compile, process)),
            ];
            for (int i = round.Length - 1; i > 0; i--)
            {
                int j = (int)(random.Next() % (ulong)(i + 1));
                (round[i], round[j]) = (round[j], round[i]);
            }
            foreach (WorkItem item in round)
                yield return item;
        }
    }
}
