using System.Runtime.InteropServices;
using Bench.Core;

namespace Bench.Backends;

/// <summary>The C# kernels in the three forms that .NET offers: compiled while running, before starting, and to a program without a runtime.</summary>
public sealed class DotNetFamily : IBackendFamily
{
    public IEnumerable<Backend> Backends =>
    [
        new DotNetBackend
        {
            Id = "dotnet-jit", Title = ".NET JIT (tiered)", Class = BackendClass.OptimisingJit, Language = "csharp", Tools = ["dotnet"],
            Publish = ["-f", "net10.0"],
        },
        new DotNetBackend
        {
            Id = "dotnet-r2r", Title = ".NET ReadyToRun", Class = BackendClass.OptimisingJit, Language = "csharp", Tools = ["dotnet"],
            Publish = ["-f", "net10.0", "-r", RuntimeId, "--self-contained", "false", "-p:PublishReadyToRun=true"],
        },
        new DotNetBackend
        {
            // net9.0: the packages of Native AOT for net10.0 are not in every registry.
            Id = "dotnet-aot", Title = ".NET Native AOT", Class = BackendClass.Aot, Language = "csharp", Tools = ["dotnet", "dotnet-aot"],
            Publish = ["-f", "net9.0", "-r", RuntimeId, "-p:PublishAot=true"], IsProgram = true,
        },
    ];

    private static string RuntimeId => $"linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
}

internal class DotNetBackend : CommandBackend
{
    public required IReadOnlyList<string> Publish { get; init; }

    /// <summary>Whether the result runs without the dotnet command.</summary>
    public bool IsProgram { get; init; }

    public override string Flags => $"dotnet publish -c Release {string.Join(' ', Publish)}";

    /// <summary>One program holds all kernels, so all workloads share the step.</summary>
    public override BuildStep Build(Workload workload, Toolbox tools)
    {
        string project = ProjectOf(workload, tools);
        return new BuildStep
        {
            Phase = Phases.Build,
            Output = Path.GetFileNameWithoutExtension(project),
            Inputs = [.. Sources(project, tools), project,
                Path.Combine(tools.Layout.Root, "Directory.Build.props"), Path.Combine(tools.Layout.Root, "Directory.Packages.props"),
                .. Assets(tools)],
            ToolVersions = [tools.Version("dotnet")],
            Commands = paths => [DotNetPublish.CommandOf(tools, Path.GetDirectoryName(project)!, paths, Publish)],
        };
    }

    public override Command CommandFor(ExecutionRequest request, Toolbox tools)
    {
        string host = Path.GetFileNameWithoutExtension(ProjectOf(request.Workload, tools));
        string[] arguments = [request.Workload.Id, .. request.Size.Args];
        return IsProgram
            ? Command.Of(Path.Combine(request.Artifact, host), arguments)
            : Command.Of(tools["dotnet"], [Path.Combine(request.Artifact, $"{host}.dll"), .. arguments]);
    }

    /// <summary>What is compiled and what is built in as it is: of all workloads, which share code with each other and with functions, or of the folders beside a project elsewhere.</summary>
    private static IEnumerable<string> Sources(string project, Toolbox tools)
    {
        string folder = project.StartsWith(tools.Layout.Workloads + "/", StringComparison.Ordinal) ? tools.Layout.Workloads : Path.GetDirectoryName(Path.GetDirectoryName(project)!)!;
        return ((string[])["*.cs", "*.bin"]).SelectMany(pattern => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories)).Order(StringComparer.Ordinal);
    }

    /// <summary>All of them: one program holds all kernels.</summary>
    private static IEnumerable<string> Assets(Toolbox tools) => !Directory.Exists(tools.Layout.Assets)
        ? []
        : Directory.EnumerateFiles(tools.Layout.Assets, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static string ProjectOf(Workload workload, Toolbox tools) => workload.Project ?? Path.Combine(tools.Layout.Workloads, "Bench.Workloads", "Bench.Workloads.csproj");
}
