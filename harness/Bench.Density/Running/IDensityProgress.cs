using Bench.Core;

namespace Bench.Density;

/// <summary>Told what a density run is doing.</summary>
public interface IDensityProgress
{
    void Preparing(int done, int total, string what);

    /// <param name="remaining">Null until something is known.</param>
    void Measuring(int done, int total, string what, TimeSpan? remaining);

    /// <summary>Something that a person should know of, and that is no failure.</summary>
    void Noted(string text);

    /// <summary>A case failed or was skipped.</summary>
    void Ended(Outcome outcome);
}
