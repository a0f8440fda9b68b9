using Bench.Backends.Docker;
using Bench.Core;
using Bench.Fleet;

namespace Bench.Cli;

/// <summary>What verbs below <c>fleet</c> do with a manager of the swarm.</summary>
internal static class FleetAction
{
    /// <summary>Connects to the manager that DOCKER_HOST names, or else to this machine's.</summary>
    /// <returns>The exit code of a verb that did what it was asked for.</returns>
    /// <exception cref="UsageException">There is no manager, or it refuses.</exception>
    internal static async Task<int> WithManagerAsync(Func<SwarmManager, Task> action, CancellationToken ct)
    {
        try
        {
            using SwarmManager manager = await SwarmManager.ConnectAsync(null, ct);
            await action(manager);
            return ExitCodes.Fine;
        }
        catch (DockerException e)
        {
            throw new UsageException(e.Message, e);
        }
    }
}
