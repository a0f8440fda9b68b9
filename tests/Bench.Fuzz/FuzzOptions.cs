namespace Bench.Fuzz;

internal sealed record FuzzOptions
{
    public required Func<IFuzzTarget> NewTarget { get; init; }

    /// <summary>With the index of an input it decides everything about that input, whichever thread it falls to.</summary>
    public required ulong Seed { get; init; }

    /// <summary>No end if null.</summary>
    public long? Inputs { get; init; }

    /// <summary>No end if null.</summary>
    public TimeSpan? Time { get; init; }

    public int Threads { get; init; } = 1;

    /// <summary>An input that takes longer is a finding. The slowest inputs take some milliseconds, also while a machine is busy.</summary>
    public TimeSpan HangAfter { get; init; } = TimeSpan.FromSeconds(10);
}
