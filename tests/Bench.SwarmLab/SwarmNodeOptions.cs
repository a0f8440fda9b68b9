namespace Bench.Lab;

/// <summary>What a machine of the laboratory is like.</summary>
public sealed record SwarmNodeOptions
{
    /// <summary>Its host name; null for <c>node-1</c> and so on.</summary>
    public string? Name { get; init; }

    /// <summary>Of this machine's cores, those that its engine and containers have, as cpuset(7) lists them: <c>0</c>, <c>0-1</c>. Null for all.</summary>
    public string? Cores { get; init; }

    /// <summary>The processors' time that all its containers together get, 0.5 for half of one; null for all of it.</summary>
    public double? CpuQuota { get; init; }

    /// <summary>Whether its engine takes images without TLS from the other machines of the laboratory; an engine's own default is not to.</summary>
    public bool TakesPlainHttp { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
}
