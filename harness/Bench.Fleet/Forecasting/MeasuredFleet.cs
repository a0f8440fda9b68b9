using Bench.Core;

namespace Bench.Fleet;

/// <summary>What a fleet that was run tells about a larger one.</summary>
/// <param name="Measuring">All processes one after the other, on the node on which that took longest.</param>
/// <param name="Overhead">From the order until the run was here, less its measuring, on the node on which that is longest; null where it was not written down.</param>
/// <param name="BytesPerNode">Of run.jsonl, the mean of all nodes.</param>
/// <param name="PricePerHour">The mean of all nodes' labels; null where one has none.</param>
/// <param name="Nodes">That were done.</param>
public sealed record MeasuredFleet(TimeSpan Measuring, TimeSpan? Overhead, long BytesPerNode, double? PricePerHour, string Currency, int Nodes)
{
    /// <exception cref="UsageException">It is no folder of a fleet, or none of its nodes is done.</exception>
    public static MeasuredFleet Read(string folder)
    {
        FleetRecord fleet = FleetFolder.Read(folder);
        (string File, TimeSpan Measuring, double? Seconds)[] done = [.. from node in fleet.Nodes
            where node.State == FleetNodeState.Done
            let file = RunFolder.RunFile(FleetFolder.NodeFolder(folder, node))
            select (file, RunFolder.Read(file).Measuring(), node.Seconds)];
        if (done.Length == 0)
            throw new UsageException($"{folder}: none of its {fleet.Nodes.Count} nodes is done, so it tells nothing about a larger fleet");
        TimeSpan longest = done.Max(static one => one.Measuring);
        if (longest <= TimeSpan.Zero)
            throw new UsageException($"{folder}: nothing was run on its nodes, so it tells nothing about a larger fleet");
        // A node that was asked again has measured for longer than its last order took.
        double? overhead = done.Max(static one => one.Seconds is double seconds ? Math.Max(0, seconds - one.Measuring.TotalSeconds) : (double?)null);
        double?[] prices = [.. fleet.Nodes.Select(static node => node.Price)];
        return new MeasuredFleet(longest, overhead is double known ? TimeSpan.FromSeconds(known) : null, (long)done.Average(static one => new FileInfo(one.File).Length),
            prices.Contains(null) ? null : prices.Average(), fleet.Currency ?? FleetRecord.DefaultCurrency, done.Length);
    }
}
