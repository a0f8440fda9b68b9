using Bench.Core;

namespace Bench.Density;

/// <summary>Times of many instances as one process reports them: median, p90 and longest.</summary>
internal sealed class InstanceTimes
{
    private readonly List<double> _nanoseconds = [];

    internal void Add(TimeSpan time) => _nanoseconds.Add(time.TotalNanoseconds);

    internal IEnumerable<Reading> Readings(string phase)
    {
        if (_nanoseconds.Count == 0)
            return [];
        Sample sample = new(_nanoseconds);
        double p90 = sample.Sorted[(int)Math.Ceiling(0.9 * sample.Count) - 1];
        return [Of(Metric.Wall, sample.Median), Of(Metric.WallP90, p90), Of(Metric.WallMax, sample.Maximum)];
        Reading Of(Metric metric, double nanoseconds) => new(0, phase, metric, (long)Math.Round(nanoseconds));
    }
}
