namespace Bench.Core;

/// <summary>Whether a backend can run on this machine.</summary>
public abstract record Availability
{
    private Availability() { }

    /// <param name="Version">Of the engine or compiler that decides the speed.</param>
    public sealed record Ready(string Version) : Availability;

    /// <param name="Reason">What was looked for and not found.</param>
    /// <param name="Remedy">The command that would install it, or where to get it from.</param>
    public sealed record Missing(string Reason, string Remedy) : Availability;

    /// <summary>Stands in a published table but cannot be had any more.</summary>
    /// <param name="Successor">One line: what took its place.</param>
    public sealed record Retired(string Successor) : Availability;
}
