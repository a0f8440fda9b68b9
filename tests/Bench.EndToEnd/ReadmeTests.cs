using System.Text.RegularExpressions;
using Bench.Core;
using Xunit;

namespace Bench.EndToEnd;

/// <summary>The README's examples, typed as they stand there.</summary>
[Trait("Speed", "Slow")]
public sealed partial class ReadmeTests : IDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(5);
    private static readonly string[] s_parts =
        ["Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig", "Bench.sln", "bench", "harness", "reports", "runtimes", "workloads"];

    private readonly DirectoryInfo _folder = Machine.TemporaryFolder();

    public void Dispose() => _folder.Delete(recursive: true);

    [SkippableFact]
    public async Task The_example_backend_and_workload_are_picked_up_by_being_there()
    {
        Skip.IfNot(await Machine.Tools.ProbeAsync("clang", CancellationToken.None) is Availability.Ready, "clang is not installed");
        string[] parts = [.. s_parts.Select(static part => Path.Combine(Machine.Layout.Root, part))];
        Assert.True((await RunAsync("cp", ["-r", .. parts, _folder.FullName])).Succeeded);
        string readme = await File.ReadAllTextAsync(Path.Combine(Machine.Layout.Root, "README.md"));
        MatchCollection examples = ExampleFile().Matches(readme);
        Assert.Equal(4, examples.Count);
        foreach (Match example in examples)
        {
            string file = Path.Combine(_folder.FullName, example.Groups["file"].Value);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, example.Groups["text"].Value);
        }
        string tools = Path.Combine(_folder.FullName, "runtimes/Bench.Backends/tools.json");
        string entry = ToolEntry().Match(readme).Groups["text"].Value;
        string all = await File.ReadAllTextAsync(tools);
        await File.WriteAllTextAsync(tools, all.Insert(all.IndexOf('[') + 1, entry + ","));

        string bench = Path.Combine(_folder.FullName, "bench");
        CapturedOutput list = await RunAsync(bench, ["list"]);
        Assert.True(list.Succeeded, list.Stderr);
        Assert.Contains(" toywasm ", list.Stdout, StringComparison.Ordinal);
        Assert.Contains(" sum ", list.Stdout, StringComparison.Ordinal);

        CapturedOutput run = await RunAsync(bench, ["run", "--workload", "sum", "--size", "smoke", "--backend", "native-clang", "--backend", "toywasm", "--out", Path.Combine(_folder.FullName, "first")]);
        Assert.True(run.Succeeded, run.Stderr);
        IReadOnlyDictionary<CaseId, Outcome> outcomes = RunFolder.Read(Path.Combine(_folder.FullName, "first")).Outcomes;
        Assert.IsType<Outcome.Measured>(outcomes[new CaseId("sum", "smoke", "native-clang")]);
        Assert.Equal("'toywasm' is not on PATH; put a toywasm on PATH", Assert.IsType<Outcome.Skipped>(outcomes[new CaseId("sum", "smoke", "toywasm")]).Reason);
    }

    private static Task<CapturedOutput> RunAsync(string program, IEnumerable<string> arguments) =>
        ChildProcess.CaptureAsync(Command.Of(program, arguments), s_timeout, CancellationToken.None);

    [GeneratedRegex("^```[a-z]+ file=(?<file>\\S+)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ExampleFile();

    [GeneratedRegex("^```json\n(?<text>\\{ \"id\".*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ToolEntry();
}
