using Bench.Core;

namespace Bench.Gate;

/// <param name="Name">As it was given on the command line.</param>
public sealed record GateRun(string Name, RunRecord Run)
{
    /// <exception cref="UsageException">There is no run, or it is unreadable.</exception>
    public static GateRun Read(string path) => new(path, RunFolder.Read(path));
}
