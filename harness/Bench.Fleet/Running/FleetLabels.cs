namespace Bench.Fleet;

/// <summary>Names by which what was made for a fleet is known.</summary>
public static class FleetLabels
{
    /// <summary>Of services, their containers and configs: the fleet's id.</summary>
    public const string Fleet = "bench.fleet";
}
