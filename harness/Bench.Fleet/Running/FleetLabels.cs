namespace Bench.Fleet;

/// <summary>Names that nodes, services and configs are known by.</summary>
public static class FleetLabels
{
    /// <summary>Of a node: its machine as price lists call it.</summary>
    public const string VmType = "vm.type";

    /// <summary>Of a node: what an hour of it costs.</summary>
    public const string Price = "price";

    /// <summary>Of services and configs: the fleet that they were made for.</summary>
    public const string Fleet = "bench.fleet";
}
