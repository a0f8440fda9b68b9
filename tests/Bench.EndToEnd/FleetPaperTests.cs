using Bench.Core;
using Xunit;

namespace Bench.EndToEnd;

/// <summary>The verbs of fleets that need no machine: a forecast, and a manifest.</summary>
public sealed class FleetPaperTests : IDisposable
{
    private readonly Checkout _checkout = new();

    public void Dispose() => _checkout.Dispose();

    [Fact]
    public async Task The_forecast_of_the_documentation_is_what_a_console_shows()
    {
        string page = await File.ReadAllTextAsync(Path.Combine(Machine.Layout.Root, "docs", "fleet.md"));
        string[] words = page.Split("./bench fleet plan --machines 1000", 2)[1].Split("```", 2)[0].Replace("\\\n", " ", StringComparison.Ordinal).Split((char[]?)[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

        CapturedOutput output = await _checkout.BenchAsync(["fleet", "plan", "--machines", "1000", .. words]);

        Assert.True(output.Succeeded, output.Stderr);
        string text = string.Join('\n', output.Stdout.TrimEnd().Split('\n').Select(static line => line.TrimEnd()));
        Assert.Contains($"```text\n{text}\n```", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a fleet's size is missing", "--machines N is needed, 1 to 1000000", "--minutes", "10")]
    [InlineData("no time", "--minutes N is needed, or --from DIR with a fleet that was run", "--machines", "3")]
    [InlineData("no rate", "'5' is no rate of failures; write it as 0.001/h or 0.02/d, of one machine (./bench fleet plan --help)", "--machines", "3", "--minutes", "10", "--failure-rate", "5")]
    [InlineData("no amount", "'3MBit' is no amount of data; write it as 3MB, 1.2GB or 500kB (powers of 1000), or as 1GiB (./bench fleet plan --help)", "--machines", "3", "--minutes", "10", "--bytes-per-node", "3MBit")]
    [InlineData("no bandwidth", "'1Gbit' is no bandwidth; write it as 1Gbit/s or 12.5MB/s (./bench fleet plan --help)", "--machines", "3", "--minutes", "10", "--caller-bandwidth", "1Gbit")]
    [InlineData("half of a pair", "--image-bytes belongs to --registry-bandwidth or --node-bandwidth, and they to it: without both there is no time", "--machines", "3", "--minutes", "10", "--image-bytes", "1GB")]
    [InlineData("no folder", "cannot read the fleet: ", "--machines", "3", "--from", "nowhere")]
    public async Task A_forecast_that_cannot_be_made_is_one_line(string what, string message, params string[] words)
    {
        CapturedOutput output = await _checkout.BenchAsync(["fleet", "plan", .. words]);
        Assert.True(output.Exit == new ExitStatus.Exited(2), what);
        Assert.StartsWith($"bench: {message}", output.Stderr, StringComparison.Ordinal);
        Assert.Single(output.Stderr.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_manifest_goes_to_standard_output_or_into_a_file_with_what_is_to_be_measured()
    {
        string[] words = ["fleet", "manifest", "--suite", "smoke", "--backend", "native-*", "--processes", "3", "--image", "registry.example/bench:1", "--nodes", "2", "--on", "vm.type==A.Small"];
        CapturedOutput output = await _checkout.BenchAsync(words);
        Assert.True(output.Succeeded, output.Stderr);
        Assert.StartsWith("apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: \"bench-smoke-a-small\"\n", output.Stdout, StringComparison.Ordinal);
        Assert.Contains("args: [\"fleet-member\", \"--suite=smoke\", \"--backend=native-*\", \"--processes=3\"]\n", output.Stdout, StringComparison.Ordinal);

        CapturedOutput file = await _checkout.BenchAsync([.. words, "--out", "job.yaml"]);
        Assert.Equal((true, ""), (file.Succeeded, file.Stdout));
        Assert.Equal(output.Stdout, await File.ReadAllTextAsync(_checkout.PathOf("job.yaml")));
    }

    [Theory]
    [InlineData("--image NAME is needed: the cluster's nodes pull it, so it has to be in a registry that they reach")]
    [InlineData("unknown suite 'quikc'; did you mean quick?", "--image", "x", "--suite", "quikc")]
    [InlineData("unknown kind 'nomad'; there are kubernetes", "--image", "x", "--kind", "nomad")]
    [InlineData("--results stream: from Kubernetes rows come back in the pods' logs, so only logs is possible", "--image", "x", "--results", "stream")]
    [InlineData("'vm.type=a' is no condition on a node: write --on vm.type==a.small, or with != for all others", "--image", "x", "--on", "vm.type=a")]
    [InlineData("cannot write nowhere/job.yaml: ", "--image", "x", "--out", "nowhere/job.yaml")]
    public async Task A_manifest_that_no_cluster_would_take_is_one_line(string message, params string[] words)
    {
        CapturedOutput output = await _checkout.BenchAsync(["fleet", "manifest", .. words]);
        Assert.Equal(new ExitStatus.Exited(2), output.Exit);
        Assert.StartsWith($"bench: {message}", output.Stderr, StringComparison.Ordinal);
        Assert.Single(output.Stderr.TrimEnd().Split('\n'));
        Assert.Empty(output.Stdout);
    }
}
