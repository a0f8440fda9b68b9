using Bench.Backends.Docker;

namespace Bench.Hosts;

/// <summary>The words for hosts in containers: <c>container</c>, and <c>container:RUNTIME</c> for a runtime that is not the engine's own.</summary>
public static class ContainerKinds
{
    private const string Word = "container";

    /// <summary>Every word with its runtime.</summary>
    public static IReadOnlyDictionary<string, ContainerRuntime> All { get; } =
        new[] { ContainerRuntime.OfTheEngine, ContainerRuntime.Crun, ContainerRuntime.Runsc }.ToDictionary(static one => one.Name is null ? Word : $"{Word}:{one.Name}");

    public static bool Includes(string kind) => All.ContainsKey(kind);
}
