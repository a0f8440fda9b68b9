using Bench.Core;

namespace Bench.Streams;

/// <summary>Which of the matrix's backends a function host stands on, and to which class it belongs by that.</summary>
public static class StreamHostClass
{
    private const string Worker = "worker:";
    private static readonly Dictionary<string, string> s_engines = new() { ["container"] = "docker-native", ["container:crun"] = "docker-crun", ["container:runsc"] = "docker-runsc" };

    /// <returns>Null for a delegate, which .NET itself runs.</returns>
    public static Backend? EngineOf(string host, IEnumerable<Backend> backends)
    {
        string name = host.StartsWith(Worker, StringComparison.Ordinal) ? host[Worker.Length..] : host;
        return backends.FirstOrDefault(one => one.Id == s_engines.GetValueOrDefault(name, name));
    }

    /// <summary>A delegate is compiled by .NET's JIT; a host that nobody knows is skipped, whatever its class.</summary>
    public static BackendClass Of(string host, IEnumerable<Backend> backends) => EngineOf(host, backends)?.Class ?? BackendClass.OptimisingJit;
}
