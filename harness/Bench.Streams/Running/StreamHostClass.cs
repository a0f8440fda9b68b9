using Bench.Core;

namespace Bench.Streams;

/// <summary>To which class of backends a function host belongs.</summary>
public static class StreamHostClass
{
    private const string Worker = "worker:";

    /// <param name="backends">The matrix, whose classes those of workers are.</param>
    public static BackendClass Of(string host, IEnumerable<Backend> backends)
    {
        string engine = host.StartsWith(Worker, StringComparison.Ordinal) ? host[Worker.Length..] : host;
        return backends.FirstOrDefault(one => one.Id == engine)?.Class
            ?? (engine == "container" ? BackendClass.Container
                // A delegate is compiled by .NET's JIT; of a host that nobody knows nothing is said by its class, for it is skipped.
                : BackendClass.OptimisingJit);
    }
}
