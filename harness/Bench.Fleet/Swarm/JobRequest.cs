using Bench.Backends.Docker;

namespace Bench.Fleet;

/// <summary>A job as the engine's API wants it.</summary>
internal static class JobRequest
{
    private const string HostNetwork = "host";

    /// <summary>The log must not lose a line, whatever the node's engine is set to: nothing is thrown away before this much.</summary>
    private static readonly Dictionary<string, string> s_log = new() { ["max-size"] = "1g", ["max-file"] = "4" };

    /// <summary>
    /// A global job makes up for a failed or rejected task at once and for ever, also under the condition "none", which only forbids to
    /// start the same task again. Under "on-failure" it makes one that waits for the delay: a year, in which the service is removed.
    /// </summary>
    private static readonly RestartPolicy s_never = new("on-failure", (long)TimeSpan.FromDays(365).TotalNanoseconds);

    internal static ServiceRequest Of(JobSpec spec)
    {
        Dictionary<string, string> labels = new(spec.Labels);
        labels.TryAdd(Owner.Label, Owner.Self.ToString());
        // On its node, a container is not that of a process there, and a harness there must not take it for that of a dead one.
        Dictionary<string, string> ofContainers = new(labels) { [Owner.Label] = $"fleet/{spec.Name}" };
        return new ServiceRequest(spec.Name, labels, new TaskTemplate(
            new JobContainer(
                spec.Image, spec.Arguments, [.. spec.Environment.Select(static one => $"{one.Key}={one.Value}")], ofContainers,
                [.. spec.Mounts.Select(static one => new MountRequest(one.Source.StartsWith('/') ? "bind" : "volume", one.Source, one.Target, one.IsReadOnly))],
                [.. spec.Configs.Select(static one => new ConfigReference(new ConfigFile(one.Target, "0", "0", Convert.ToInt32("444", 8)), one.Id, one.Name))]),
            new JobResources(
                spec.MemoryBytes is long bytes ? new ResourceLimits(bytes) : null,
                spec.ReservedCpus is double cpus ? new ResourceReservations((long)(cpus * 1e9)) : null),
            s_never, new JobPlacement(spec.Constraints), spec.HostNetwork ? [new NetworkTarget(HostNetwork)] : [], new LogDriver("local", s_log)),
            new ServiceMode(new EmptyObject()));
    }
}
