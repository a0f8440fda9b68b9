using Bench.Core;
using Xunit;

namespace Bench.EndToEnd;

/// <summary>Two runs of this machine under two labels, compared by the command line.</summary>
public sealed class ComparisonTests : IDisposable
{
    private readonly Checkout _checkout = new();

    public void Dispose() => _checkout.Dispose();

    [SkippableFact]
    public async Task A_fleet_is_compared_with_the_prices_of_its_labels_and_the_node_that_was_lost()
    {
        Skip.IfNot(await Machine.Tools.ProbeAsync("clang", CancellationToken.None) is Availability.Ready, "clang is not installed");
        foreach (string node in (string[])["node-1", "node-2"])
        {
            CapturedOutput run = await _checkout.BenchAsync("run", "--suite", "smoke", "--backend", "native-clang", "--workload", "nop", "--out", $"fleet/nodes/{node}");
            Assert.True(run.Succeeded, run.Stderr);
        }
        await File.WriteAllTextAsync(_checkout.PathOf("fleet/fleet.json"), """
            { "schema": 1, "suite": "smoke", "image": "localhost/bench:1", "startedAt": "2026-01-31T12:00:00Z", "nodes": [
              { "id": "1", "name": "node-1", "vmType": "a.small", "price": 0.1, "state": "done" },
              { "id": "2", "name": "node-2", "vmType": "b.large", "price": 0.2, "state": "done" },
              { "id": "3", "name": "node-3", "vmType": "c.gone", "price": 0.3, "state": "lost", "cause": "no word of it for 120 s" } ] }
            """);

        CapturedOutput compared = await _checkout.BenchAsync("compare", "fleet");
        Assert.True(compared.Succeeded, compared.Stderr);
        Assert.Contains("Lost: no word of it for 120 s", compared.Stdout, StringComparison.Ordinal);
        string[] lines = await File.ReadAllLinesAsync(_checkout.PathOf("fleet/compare.csv"));
        Assert.Contains("failed-machine,,,,node-3 (c.gone),,,0,,,,,Lost: no word of it for 120 s,", lines);
        Assert.Equal(2, lines.Count(static line => line.StartsWith("price-per-million,smoke,nop,native-clang,", StringComparison.Ordinal)));

        CapturedOutput report = await _checkout.BenchAsync("report", "fleet", "--style", "paper");
        Assert.True(report.Succeeded, report.Stderr);
        Assert.Contains("node-3 (c.gone): Lost: no word of it for 120 s\n", report.Stdout, StringComparison.Ordinal);
        Assert.Contains("## node-3 (c.gone): Lost", await File.ReadAllTextAsync(_checkout.PathOf("fleet/paper.md")), StringComparison.Ordinal);

        CapturedOutput twice = await _checkout.BenchAsync("compare", "fleet", "fleet/nodes/node-1");
        Assert.Equal((new ExitStatus.Exited(2), "bench: fleet/nodes/node-1 is given twice\n"), (twice.Exit, twice.Stderr));
    }

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

        CapturedOutput byType = await _checkout.BenchAsync("compare", "left", "right", "--by", "type", "--type", "left=a.small", "--type", "right=a.small", "--out", "type");
        Assert.True(byType.Succeeded, byType.Stderr);
        Assert.Contains("a.small (2 machines, ", byType.Stdout, StringComparison.Ordinal);
        Assert.Contains("Size smoke: machines beside the middle of their type", byType.Stdout, StringComparison.Ordinal);
        CapturedOutput unknown = await _checkout.BenchAsync("compare", "left", "right", "--type", "middle=a.small");
        Assert.Equal((new ExitStatus.Exited(2), "bench: unknown run 'middle'; there are left, right\n"), (unknown.Exit, unknown.Stderr));
    }
}
