using System.Security.Cryptography;
using System.Text;
using Bench.Core;

namespace Bench.Backends.Micro;

/// <summary>Bench.Micro from outside: built when first needed, asked for its cases. The harness does not contain it, and so starts without BenchmarkDotNet.</summary>
public sealed class MicroProgram
{
    internal const string Name = "Bench.Micro";

    private static readonly TimeSpan s_listTimeout = TimeSpan.FromSeconds(60);
    private static readonly string[] s_references = ["harness/Bench.Core", "runtimes/Bench.Backends", "runtimes/Bench.Inference", "runtimes/Bench.Wasm"];
    private static readonly string[] s_sources = ["*.cs", "*.csproj", "*.proto", "*.props", "*.targets"];

    private readonly Toolbox _tools;
    private readonly BuildStep _step;

    public MicroProgram(Toolbox tools)
    {
        _tools = tools;
        string root = tools.Layout.Root, project = Path.Combine(root, "harness", Name);
        _step = new BuildStep
        {
            Phase = Phases.Build,
            Output = Name,
            // Of the project and of those that it references.
            Inputs = [.. Directory.EnumerateDirectories(tools.Layout.Runtimes, "Bench.Y3*").Prepend(project)
                .Concat(s_references.Select(folder => Path.Combine(root, folder)).Where(Directory.Exists))
                .SelectMany(static folder => s_sources.SelectMany(pattern => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories))).Order(StringComparer.Ordinal),
                Path.Combine(root, "Directory.Build.props"), Path.Combine(root, "Directory.Packages.props")],
            ToolVersions = [tools.Version("dotnet")],
            Commands = paths => [DotNetPublish.CommandOf(tools, project, paths, [])],
        };
    }

    /// <summary>Builds it if need be and asks what there is to measure.</summary>
    /// <exception cref="BuildFailedException">It cannot be built, or does not answer.</exception>
    public async Task<MicroCatalog> ListAsync(ArtifactStore store, CancellationToken ct)
    {
        Artifact artifact = await store.MakeAsync(_step, ct);
        CapturedOutput answer = await ChildProcess.CaptureAsync(Command.Of(_tools["dotnet"], Path.Combine(artifact.Path, $"{Name}.dll"), "list"), s_listTimeout, ct);
        return answer.Succeeded
            ? MicroCatalog.Parse(answer.Stdout)
            : throw new BuildFailedException(toolGone: false, $"{Name} list: {answer.Describe()}", answer.Stderr);
    }

    /// <summary>Cases of the catalogue, ready to be run.</summary>
    /// <param name="ids">In the order of the plan.</param>
    /// <exception cref="UsageException">The catalogue lacks one.</exception>
    public IReadOnlyList<PlannedCase> Plan(MicroCatalog catalog, IReadOnlyList<CaseId> ids)
    {
        Dictionary<string, Workload> workloads = catalog.Workloads.ToDictionary(static one => one.Id, WorkloadOf);
        Dictionary<string, MicroBackend> backends = catalog.Backends.ToDictionary(static one => one.Id,
            one => new MicroBackend(one, _step) { Id = one.Id, Title = one.Title, Class = BackendClass.Library, Language = "csharp", Tools = ["dotnet"] });
        HashSet<CaseId> known = [.. catalog.Cases.Select(static one => one.Id)];
        return [.. ids.Select(id => known.Contains(id)
            ? new PlannedCase(workloads[id.Workload], workloads[id.Workload].Sizes[id.Size], backends[id.Backend], SkipReason: null)
            : throw new UsageException($"{Name} has no case {id} any more: begin a new run"))];
    }

    private Workload WorkloadOf(MicroWorkload one) => new(one.Id, one.Title, one.Title, "", Path.Combine(_tools.Layout.Root, "harness", Name),
        new Dictionary<string, string> { ["csharp"] = $"{Name}.csproj" },
        one.Sizes.ToDictionary(static size => size.Id, static size => new WorkloadSize(size.Id, size.Arguments, Expected(size.Answer))));

    private static ExpectedOutput Expected(string answer)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(answer);
        return new ExpectedOutput(Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length, File: null);
    }
}
