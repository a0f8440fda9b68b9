namespace Bench.Core;

/// <summary>Phases of a density run: how much many instances of one function take and how fast they start, in one kind of host.</summary>
public static class DensityPhases
{
    /// <summary>From the making of one more instance until it is ready for its first message, with all that instances share made before: median, p90 and longest of a process.</summary>
    public const string Instantiate = "instantiate";

    /// <summary>The first message of an instance, until its checked answer: median, p90 and longest of a process.</summary>
    public const string FirstCall = "first-call";

    /// <summary>Of an instance that has seen no message. The instances are those alive when no more were started.</summary>
    public const string Idle = "density-idle";

    /// <summary>Beside each instance: the container engine's process that holds on to it.</summary>
    public const string Shim = "density-shim";

    /// <summary>Beside each instance: what the process that talks to it, and the container engine, keep for it.</summary>
    public const string Host = "density-host";

    /// <summary>Everything together when no more were started: all instances, and all that holds them.</summary>
    public const string All = "density-all";

    /// <summary>Instances within the limit of memory, everything counted: reached.</summary>
    public const string Fit = "density-fit";

    /// <summary>The same where something else ended the run first: the line of growth drawn on to the limit.</summary>
    public const string FitExtrapolated = "density-fit-extrapolated";

    /// <summary>Of an instance that has answered. Answers in a second are those of all instances, called by one caller for each core.</summary>
    public const string Active = "density-active";

    /// <summary>From one instant until all of many instances, started at that instant, have answered their first message.</summary>
    public const string Storm = "storm";

    private const string EndPrefix = "density-end-";

    /// <summary>Instances alive when no more were started, by the reason for that.</summary>
    public static string End(DensityEnd end) => EndPrefix + KebabCase.Of(end);
}

/// <summary>Why no more instances were started.</summary>
public enum DensityEnd
{
    /// <summary>As many were alive as were asked for.</summary>
    Instances,

    /// <summary>The limit of memory was reached.</summary>
    Memory,

    /// <summary>The time was over.</summary>
    Time,

    /// <summary>The host, or the system below it, allows no more: a note of the run says what.</summary>
    Limit,
}
