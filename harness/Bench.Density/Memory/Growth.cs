namespace Bench.Density;

/// <summary>How memory grows with the number of instances.</summary>
internal static class Growth
{
    /// <summary>
    /// Bytes that one more instance takes: the median of the slopes between all pairs of points, weighted by how far apart they are. What the first
    /// instance brings along for all others, and a step of the allocator, move single slopes only.
    /// </summary>
    /// <param name="points">At least two different counts.</param>
    internal static double PerInstance(IReadOnlyList<(int Instances, long Bytes)> points)
    {
        (double Slope, double Weight)[] slopes = [.. from a in points from b in points
            where b.Instances > a.Instances
            orderby (double)(b.Bytes - a.Bytes) / (b.Instances - a.Instances)
            select ((double)(b.Bytes - a.Bytes) / (b.Instances - a.Instances), (double)(b.Instances - a.Instances))];
        double half = slopes.Sum(static one => one.Weight) / 2, seen = 0;
        return slopes.First(one => (seen += one.Weight) >= half).Slope;
    }
}
