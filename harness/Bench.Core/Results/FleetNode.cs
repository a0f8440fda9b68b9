using System.Text.RegularExpressions;

namespace Bench.Core;

/// <summary>One machine of a fleet.</summary>
/// <param name="Id">As the engine that runs the fleet calls it.</param>
/// <param name="Name">Also of its folder below <c>nodes</c>.</param>
/// <param name="VmType">As price lists call it; null where the node has no such label.</param>
/// <param name="Price">Of an hour, above 0; null where the node has no such label.</param>
/// <param name="Cause">One line; null unless it failed or was lost.</param>
public sealed partial record FleetNode(string Id, string Name, string? VmType, double? Price, FleetNodeState State, string? Cause)
{
    /// <summary>From 1; counts on when the node is asked again.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Tells it from another node of its type; null where it is the only one.</summary>
    public string? Label { get; init; }

    /// <summary>From the order to the engine until the node was first heard of; null until then.</summary>
    public double? PreparingSeconds { get; init; }

    /// <summary>From the order until its run was here; null unless it was.</summary>
    public double? Seconds { get; init; }

    public const double LargestPrice = 1e6;

    /// <summary>Whether a name can be that of a folder and nothing else.</summary>
    public static bool IsName(string name) => FolderName().IsMatch(name);

    // What host names are made of, and never only dots.
    [GeneratedRegex(@"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,252}\z")]
    private static partial Regex FolderName();
}
