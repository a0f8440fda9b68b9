namespace Bench.Cli;

/// <summary>What scripts may depend on.</summary>
internal static class ExitCodes
{
    internal const int Fine = 0;

    /// <summary>A regression (gate), or failed cases under <c>run --strict</c>, or an installation that did not succeed.</summary>
    internal const int Failed = 1;

    /// <summary>Wrong usage or unreadable input.</summary>
    internal const int Usage = 2;

    /// <summary>Nothing could be measured.</summary>
    internal const int NothingMeasured = 3;

    /// <summary>Ended by Ctrl-C or SIGTERM; what was measured is kept.</summary>
    internal const int Interrupted = 130;
}
