namespace Bench.Core;

/// <summary>Told what a run is doing, on the runner's own thread; must return quickly, for it stands between two measurements.</summary>
public interface IRunProgress
{
    void Preparing(int done, int total, string what);

    /// <param name="remaining">Estimated from the processes so far, and never beyond the budget; null until something is known.</param>
    void Measuring(int done, int total, WorkItem item, TimeSpan? remaining);

    /// <summary>Something that a person should know of, and that is no failure.</summary>
    void Noted(string text);

    /// <summary>A case failed or was skipped.</summary>
    void Ended(Outcome outcome);
}
