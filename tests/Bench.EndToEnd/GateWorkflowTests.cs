using Bench.Core;
using Bench.Gate;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Bench.EndToEnd;

/// <summary>docs/examples/bench-gate.yml as far as it can be tried without GitHub, and what follows a red gate.</summary>
public sealed class GateWorkflowTests : IDisposable
{
    private static readonly string s_file = Path.Combine(Machine.Layout.Root, "docs", "examples", "bench-gate.yml");

    private readonly Checkout _checkout = new();

    public void Dispose() => _checkout.Dispose();

    [SkippableFact]
    public async Task The_lines_of_the_workflow_are_understood_and_its_gate_of_a_checkout_against_itself_is_green()
    {
        foreach (string tool in (string[])["clang", "valgrind"])
            Skip.IfNot(await Machine.Tools.ProbeAsync(tool, CancellationToken.None) is Availability.Ready, $"{tool} is not installed");
        string[] lines = [.. Scripts().SelectMany(static script => script.Split('\n')).Where(static line => line.StartsWith("./bench ", StringComparison.Ordinal))];
        Assert.Equal(["setup", "doctor", "gate"], lines.Select(static line => line.Split(' ')[1]));
        foreach (string line in lines)
        {
            // Nothing is installed, and one case is enough.
            string[] more = line.Contains(" gate ", StringComparison.Ordinal) ? ["--processes", "1", "--workload", "pi", "--size", "smoke"] : line.Contains(" setup ", StringComparison.Ordinal) ? ["--dry-run"] : [];
            string[] words = line.Replace("../base", ".").Replace("../head", ".").Replace("../gate", "gate").Split(' ')[1..];
            CapturedOutput output = await _checkout.BenchAsync([.. words, .. more]);
            Assert.True(output.Succeeded, $"{line}: {output.Stderr}{output.Stdout}");
        }
        foreach (string file in (string[])["gate.md", "gate.xml", "gate.json"])
            Assert.True(File.Exists(_checkout.PathOf($"gate/{file}")), file);
        Assert.NotEqual(GateColour.Red, GateJson.Read(_checkout.PathOf("gate/gate.json")).Colour);
    }

    [Fact]
    public void The_job_that_runs_the_change_may_only_read_and_no_secret_is_asked_for()
    {
        YamlMappingNode root = Root();
        Assert.Equal(["contents: read"], Pairs((YamlMappingNode)root["permissions"]));
        YamlMappingNode jobs = (YamlMappingNode)root["jobs"];
        Assert.DoesNotContain("permissions", ((YamlMappingNode)jobs["gate"]).Children.Keys.Select(static one => one.ToString()));
        Assert.Equal(["pull-requests: write"], Pairs((YamlMappingNode)jobs["comment"]["permissions"]));
        Assert.DoesNotContain("./bench", jobs["comment"].ToString(), StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\$\{\{[^}]*secrets", File.ReadAllText(s_file));
        Assert.All(Nodes(jobs).Where(static one => one.Key == "uses"), static one => Assert.Matches("^actions/[a-z-]+@v[0-9]+$", one.Value));
    }

    [Fact]
    public async Task A_red_gate_is_accepted_with_a_reason_that_the_repository_keeps()
    {
        string report = Path.Combine(Machine.Layout.Root, "tests", "expected", "gate-rich.json");
        CapturedOutput output = await _checkout.BenchAsync("gate", "accept", report, "--reason", "bounds are checked now", "--case", "nbody/*");
        Assert.True(output.Succeeded, output.Stderr);
        Assert.Equal(
            "accepted: nbody/small/wasmedge-aot, wall (execute): +12.3 %\naccepted: nbody/small/wasmedge-aot, artifact-bytes (compile): +2.5 %\naccepted: nbody/small/wasm3, outcome\n"
            + "gate-accepted.json holds 3 accepted changes: commit it with the change\n", output.Stdout);
        Assert.All(AcceptedChanges.Load(_checkout.PathOf("gate-accepted.json")).Entries, static one => Assert.Equal("bounds are checked now", one.Reason));
    }

    private static YamlMappingNode Root()
    {
        YamlStream stream = [];
        stream.Load(new StringReader(File.ReadAllText(s_file)));
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }

    private static IEnumerable<string> Scripts() => Nodes(Root()).Where(static one => one.Key == "run").Select(static one => one.Value);

    private static IEnumerable<string> Pairs(YamlMappingNode map) => map.Children.Select(static one => $"{one.Key}: {one.Value}");

    /// <summary>All members whose value is a text, however deep.</summary>
    private static IEnumerable<(string Key, string Value)> Nodes(YamlNode node) => node switch
    {
        YamlMappingNode map => map.Children.SelectMany(static one => one.Value is YamlScalarNode { Value: string text } ? [(one.Key.ToString(), text)] : Nodes(one.Value)),
        YamlSequenceNode list => list.Children.SelectMany(Nodes),
        _ => [],
    };
}
