using Bench.Core;

namespace Bench.Backends.Networks;

/// <summary>Bench.NnHost from outside: the program that gives a guest wasi-nn.</summary>
internal static class NnHost
{
    internal const string Name = "Bench.NnHost";

    /// <summary>The tool whose library runs the networks.</summary>
    internal const string Runtime = "onnxruntime";

    private const string RuntimeVariable = "BENCH_ONNXRUNTIME";

    /// <summary>Of the project and of those that it references.</summary>
    private static readonly string[] s_projects = ["runtimes/Bench.NnHost", "runtimes/Bench.Wasm", "runtimes/Bench.Inference", "runtimes/Bench.Backends", "harness/Bench.Core"];

    /// <summary>The step that makes it, as a folder.</summary>
    internal static BuildStep Step(Toolbox tools)
    {
        string root = tools.Layout.Root;
        return new BuildStep
        {
            Phase = Phases.Build,
            Output = Name,
            Inputs = [.. s_projects.SelectMany(project => Sources(Path.Combine(root, project))),
                Path.Combine(root, "Directory.Build.props"), Path.Combine(root, "Directory.Packages.props")],
            ToolVersions = [tools.Version("dotnet")],
            Commands = paths => [DotNetPublish.CommandOf(tools, Path.Combine(root, "runtimes", Name), paths, [])],
        };
    }

    internal static IEnumerable<string> Sources(string project) => Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories)
        .Concat(Directory.EnumerateFiles(project, "*.csproj")).Order(StringComparer.Ordinal);

    /// <summary>Names the library, because a program that lies outside of the checkout would not find it.</summary>
    internal static Command WithRuntime(Command command, Toolbox tools) => Environment.GetEnvironmentVariable(RuntimeVariable) is { Length: > 0 }
        ? command
        : command.WithEnvironment(RuntimeVariable, Path.Combine(tools.Layout.LocalTools, Runtime, "libonnxruntime.so.1"));

    /// <summary>Whether a network can be taken out of the program, to be run by the host.</summary>
    internal static bool Concerns(Workload workload) => workload.Features.Contains(WorkloadFeature.WasiNn);
}
