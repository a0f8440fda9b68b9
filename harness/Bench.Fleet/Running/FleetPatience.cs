namespace Bench.Fleet;

/// <summary>How long the caller waits before it gives something up.</summary>
public sealed record FleetPatience
{
    public static readonly FleetPatience Default = new();

    /// <summary>For a node that the swarm calls down: it may have restarted its network.</summary>
    public TimeSpan Down { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For a word of a node: longer than a single build or process takes.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Where a process may take that long: its node is silent meanwhile, and once more for one that is not kept.</summary>
    public FleetPatience WithProcessesOf(TimeSpan longest) => this with { Silence = Silence + (2 * longest) };

    /// <summary>For a node whose engine pulls the image, and says nothing of how far it is: 1.1 GiB at 1.3 Mbit/s.</summary>
    public TimeSpan Pull { get; init; } = TimeSpan.FromHours(2);

    /// <summary>For a manager that does not answer.</summary>
    public TimeSpan Manager { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For lines that are still on their way when their container has ended.</summary>
    public TimeSpan Lines { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For the swarm to give a node its task.</summary>
    public TimeSpan Task { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>For a manager that removes what was made for a fleet.</summary>
    public TimeSpan Removal { get; init; } = TimeSpan.FromSeconds(20);
}
