using Bench.Core;
using Xunit;

namespace Bench.EndToEnd;

/// <summary>Two runs of this machine under two labels, compared by the command line.</summary>
public sealed class ComparisonTests : IDisposable
{
    private readonly Checkout _checkout = new();

    public void Dispose() => _checkout.Dispose();

    [SkippableFact]
    public async Task Two_labelled_runs_are_compared_and_priced()
    {
        Skip.IfNot(await Machine.Tools.ProbeAsync("clang", CancellationToken.None) is Availability.Ready, "clang is not installed");
        foreach (string label in (string[])["left", "right"])
        {
            CapturedOutput run = await _checkout.BenchAsync("run", "--suite", "smoke", "--backend", "native-*", "--workload", "n*", "--processes", "6", "--label", label, "--out", label);
            Assert.True(run.Succeeded, run.Stderr);
            Assert.Equal(label, RunFolder.Read(_checkout.PathOf(label)).Header.Machine.Label);
        }
        await File.WriteAllTextAsync(_checkout.PathOf("prices.yaml"), "date: 2026-01-15\ncurrency: EUR\nmachines:\n  left: { perHour: 1 }\n  twin: { perHour: 2 }\n");

        CapturedOutput output = await _checkout.BenchAsync("compare", "left", "right", "--label", "right=twin", "--baseline", "native-clang", "--prices", "prices.yaml", "--out", "both");

        Assert.True(output.Succeeded, output.Stderr);
        Assert.Contains("left and twin are alike but for their labels.", output.Stdout, StringComparison.Ordinal);
        Assert.Contains("Size smoke: ratio of times, geometric mean over the workloads", output.Stdout, StringComparison.Ordinal);
        Assert.Contains("Size smoke: price and speed", output.Stdout, StringComparison.Ordinal);
        Assert.EndsWith("both/compare.md\nboth/compare.csv\n", output.Stdout, StringComparison.Ordinal);
        string[] lines = await File.ReadAllLinesAsync(_checkout.PathOf("both/compare.csv"));
        Assert.Contains(lines, static line => line.StartsWith("ratio,smoke,nbody,native-clang,twin,left,,,", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.StartsWith("price-per-1000-s,smoke,,native-clang,left,left,native-clang,", StringComparison.Ordinal));
    }
}
