namespace Bench.Fleet;

/// <summary>Tags and names of the stream in which results travel.</summary>
internal static class FleetTags
{
    /// <summary>Lines of nodes, and receipts to them.</summary>
    internal const byte Lines = 0x31, Receipts = 0x32;

    internal const string Collector = "collector", Members = "members", Application = "bench-fleet";
}
