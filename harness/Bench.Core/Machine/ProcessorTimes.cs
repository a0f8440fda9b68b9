namespace Bench.Core;

/// <summary>Where the time of all cores has gone since the machine started, in the kernel's ticks.</summary>
/// <param name="Steal">Wanted, and given to others by the host.</param>
internal readonly record struct ProcessorTimes(double Total, double Idle, double Steal)
{
    private const int Columns = 8;

    /// <param name="line">The first line of <c>/proc/stat</c>: user, nice, system, idle, iowait, irq, softirq, steal.</param>
    /// <returns>Null where the kernel does not show all of them.</returns>
    internal static ProcessorTimes? Parse(string line)
    {
        double[] ticks = [.. KernelText.Words(line).Skip(1).Take(Columns).Select(KernelText.Number)];
        return ticks.Length < Columns ? null : new ProcessorTimes(ticks.Sum(), ticks[3] + ticks[4], ticks[7]);
    }

    /// <returns>Shares of the time in between, 0 to 1; null if no tick has passed.</returns>
    internal (double Steal, double Busy)? Since(ProcessorTimes before) => Total - before.Total is var passed and > 0
        ? (Math.Clamp((Steal - before.Steal) / passed, 0, 1), Math.Clamp(1 - ((Idle - before.Idle) / passed), 0, 1))
        : null;
}
