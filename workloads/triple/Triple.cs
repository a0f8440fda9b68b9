using System.Globalization;
using System.Text;

namespace Bench.Workloads;

/// <summary>One reading of a noise sensor times three; triple.c gives the range.</summary>
internal sealed class Triple : IWorkload
{
    private const long MaxLevel = 1_000_000_000;

    private double _tripled;

    public void Compute(long n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, MaxLevel);
        _tripled = 3 * (n / 1000.0);
    }

    public void Print(Stream output) => output.Write(Encoding.ASCII.GetBytes(_tripled.ToString("F3", CultureInfo.InvariantCulture) + "\n"));
}
