using Bench.Core;
using Xunit;

namespace Bench.EndToEnd;

/// <summary>The suite of deployment forms through ./bench.</summary>
public sealed class ColdStartTests : IDisposable
{
    private readonly Checkout _checkout = new();

    public void Dispose() => _checkout.Dispose();

    [SkippableFact]
    public async Task A_cold_start_is_measured_with_and_without_the_page_cache_and_gets_a_page_of_its_own()
    {
        await SkipWithoutClangAsync();
        Skip.If(PageCache.WhyNot() is not null, PageCache.WhyNot());
        CapturedOutput output = await _checkout.BenchAsync("run", "--suite", "cold-start", "--backend", "native-clang", "--processes", "2", "--out", "first");
        Assert.True(output.Succeeded, output.Stderr);
        Assert.EndsWith("Deployment forms side by side: first/cold-start.md, first/cold-start.html\n", output.Stdout, StringComparison.Ordinal);

        RunRecord run = RunFolder.Read(_checkout.PathOf("first"));
        Assert.True(run.Header.Options.Uncached);
        Assert.Equal(4, run.Processes.Count(static one => one.Kind == WorkKind.Uncached));
        Assert.Equal([2, 2], new[] { Phases.FirstOutput, Phases.Uncached(Phases.FirstOutput) }.Select(phase => run.Measurements.Count(one => one.Case.Workload == "triple" && one.Phase == phase)));
        Assert.DoesNotContain(run.Measurements, static one => one.Case.Workload == "nop" && one.Phase == Phases.FirstOutput);
        Assert.Contains("exit, no cache", await File.ReadAllTextAsync(_checkout.PathOf("first/cold-start.md")), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Nobody_has_to_drop_the_page_cache()
    {
        await SkipWithoutClangAsync();
        CapturedOutput output = await _checkout.BenchAsync("run", "--suite", "cold-start", "--backend", "native-clang", "--workload", "triple", "--processes", "1", "--uncached=false", "--out", "first");
        Assert.True(output.Succeeded, output.Stderr);
        RunRecord run = RunFolder.Read(_checkout.PathOf("first"));
        Assert.DoesNotContain(run.Measurements, static one => Phases.IsUncached(one.Phase));
        Assert.Contains(run.Measurements, static one => one.Phase == Phases.FirstOutput);
    }

    private static async Task SkipWithoutClangAsync() =>
        Skip.IfNot(await Machine.Tools.ProbeAsync("clang", CancellationToken.None) is Availability.Ready, "clang is not installed");
}
