using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Bench.Core;
using Xunit;

namespace Bench.EndToEnd;

/// <summary>The examples, started by the line of their READMEs and ended as by Ctrl-C.</summary>
[Trait("Speed", "Slow")]
public sealed partial class ExampleTests : IDisposable
{
    private static readonly TimeSpan s_start = TimeSpan.FromMinutes(3), s_end = TimeSpan.FromSeconds(30);
    private static readonly string s_examples = Path.Combine(Machine.Layout.Root, "examples");

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly DirectoryInfo _folder = Machine.TemporaryFolder();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Every_example_is_in_the_list_and_is_tested_here()
    {
        string[] examples = [.. Directory.GetDirectories(s_examples).Select(static one => Path.GetFileName(one)).Order(StringComparer.Ordinal)];
        Assert.Equal(["cascade", "noise-sensor", "two-sources"], examples);
        string list = File.ReadAllText(Path.Combine(s_examples, "README.md"));
        Assert.All(examples, name => Assert.Contains($"[{name}]({name}/README.md)", list, StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task The_noise_sensor_shows_what_is_measured_and_the_averages_of_a_wasm_function()
    {
        foreach (string tool in (string[])["clang", "lld"])
            Skip.IfNot(await Machine.Tools.ProbeAsync(tool, CancellationToken.None) is Availability.Ready, $"{tool} is not installed");
        Match end = await RunAsync("noise-sensor", @"^(?<measured>\d+) measured, (?<averaged>\d+) averaged$");
        Assert.Equal(end.Groups["measured"].Value, end.Groups["averaged"].Value);
        double[] measured = Values(@"^ *(?<value>[\d.]+) dB$"), averages = Values(@"^ *(?<value>[\d.]+) dB on average");
        Assert.Equal(measured.Length, averages.Length);
        // Both are shown with one decimal.
        Assert.All(averages.Select((average, i) => average - measured[Math.Max(0, i - 9)..(i + 1)].Average()), static difference => Assert.InRange(difference, -0.1001, 0.1001));
    }

    [Fact]
    public async Task Two_sources_make_one_dew_point_of_each_two_values()
    {
        Match end = await RunAsync("two-sources", @"^(?<temperatures>\d+) temperatures and (?<humidities>\d+) humidities, (?<points>\d+) dew points$");
        int[] counts = [.. ((string[])["temperatures", "humidities", "points"]).Select(name => int.Parse(end.Groups[name].Value))];
        Assert.Equal(Math.Min(counts[0], counts[1]), counts[2]);
    }

    [Fact]
    public async Task In_the_cascade_the_centre_gets_a_tenth_of_what_the_edge_does()
    {
        Match end = await RunAsync("cascade", @"^\d+ measured, (?<edge>\d+) handled at the edge, (?<centre>\d+) at the centre$");
        // The last buffer of the edge is sent though it is not full.
        Assert.Equal((int.Parse(end.Groups["edge"].Value) + 9) / 10, int.Parse(end.Groups["centre"].Value));
        // What is shown as 88.0 may be a little more or less.
        Assert.Equal(Values(@"^loudest of ten: (?<value>[\d.]+) dB$").Where(static level => level > 88), Values(@"^alarm: (?<value>[\d.]+) dB$").Where(static level => level > 88));
    }

    /// <summary>Runs an example until everything in its README's output was seen, then interrupts it.</summary>
    /// <returns>Its last line.</returns>
    private async Task<Match> RunAsync(string name, string lastLine)
    {
        string readme = await File.ReadAllTextAsync(Path.Combine(s_examples, name, "README.md"));
        string line = ShellBlock().Match(readme).Groups["text"].Value;
        string[] shown = TextBlock().Match(readme).Groups["text"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal($"dotnet run -c Release --project examples/{name}\n", line);
        Command command = Command.Of("sh", "-c", $"exec {line}") with { WorkingDirectory = Machine.Layout.Root };
        string log = Path.Combine(_folder.FullName, "log");
        await using (BackgroundProcess example = BackgroundProcess.Start(WithoutServers(command), log, text => _lines.Enqueue(text ?? "")))
        {
            using CancellationTokenSource limit = new(s_start);
            using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(20));
            while (!shown.All(_lines.Contains))
            {
                Assert.False(example.Exited.IsCompleted, $"{name} ended early: {await File.ReadAllTextAsync(log, limit.Token)}");
                await timer.WaitForNextTickAsync(limit.Token);
            }
            Assert.True(await BenchCommand.SignalAsync(-example.Pid, "INT"));
            Assert.Equal(new ExitStatus.Exited(0), await example.Exited.WaitAsync(s_end));
            await example.OutputEnded.WaitAsync(s_end);
        }
        Assert.Equal("", await File.ReadAllTextAsync(log));
        return Assert.Single(_lines.Select(text => Regex.Match(text, lastLine)), static match => match.Success);
    }

    // Those of the SDK would live on.
    private static Command WithoutServers(Command command) => command.WithEnvironment("MSBUILDDISABLENODEREUSE", "1").WithEnvironment("UseSharedCompilation", "false");

    private double[] Values(string pattern) =>
        [.. _lines.Select(text => Regex.Match(text, pattern)).Where(static match => match.Success).Select(static match => double.Parse(match.Groups["value"].Value))];

    [GeneratedRegex("^```sh\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex("^```text\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex TextBlock();
}
