namespace Bench.Tests;

/// <summary>Classes that share one swarm, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class SharedSwarm : ICollectionFixture<SwarmFixture>
{
    public const string Name = "swarm";
}
