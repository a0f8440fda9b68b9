namespace Bench.Core;

/// <summary>The phases every reader knows. A program may report others by the protocol, so a phase is a name and not an enum.</summary>
public static class Phases
{
    /// <summary>Source to program or module, by a source compiler.</summary>
    public const string Build = "build";

    /// <summary>Module to machine code ahead of time, by the engine's compiler.</summary>
    public const string Compile = "compile";

    /// <summary>Spawn (for containers: the create request) until the first act of the program's <c>main</c>.</summary>
    public const string Startup = "startup";

    /// <summary>The kernel alone, timed inside the process.</summary>
    public const string Execute = "execute";

    /// <summary>The kernel alone in a process that runs it several times; iterations count from 1, and the first ones warm up.</summary>
    public const string Iterate = "iterate";

    /// <summary>Spawn (for containers: the create request) until the process has ended.</summary>
    public const string Total = "total";

    /// <summary>A million operations of a library's code, from the mean time of one: whole nanoseconds are too coarse for that alone.</summary>
    public const string Million = "million";

    /// <summary>One operation of a library's code: what it allocates, reads and writes. Never a time.</summary>
    public const string Operation = "operation";

    public const string Create = "create";
    public const string Start = "start";
    public const string Remove = "remove";
}
