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

    /// <summary>Spawn (for containers: the create request) until the harness had the first byte of the answer; absent for a program that prints nothing.</summary>
    public const string FirstOutput = "first-output";

    /// <summary>The first request to a server that had just begun to listen, until the last byte of its answer.</summary>
    public const string RequestFirst = "request-first";

    /// <summary>Each further request to the same server; iterations count from 1.</summary>
    public const string Request = "request";

    /// <summary>Program and base to an image that the engine has; once for each artifact, and only where the engine did not have it.</summary>
    public const string Image = "image";

    public const string Create = "create";
    public const string Start = "start";
    public const string Remove = "remove";

    /// <summary>Of a container case all that the engine's own record of it does not hold: what measuring adds.</summary>
    public const string Harness = "harness";

    private const string UncachedSuffix = "-uncached";

    /// <summary>The same phase in a process before which the kernel forgot all files that it had read.</summary>
    public static string Uncached(string phase) => phase + UncachedSuffix;

    public static bool IsUncached(string phase) => phase.EndsWith(UncachedSuffix, StringComparison.Ordinal);
}
