using System.Security.Cryptography;
using System.Text;
using Bench.Core;

namespace Bench.Fleet.Images;

/// <summary>Makes an image of this checkout: the harness, with programs and engines of the cases that were asked for.</summary>
/// <remarks>No engine, registry or network takes part, and nothing but contents decides the digests.</remarks>
public sealed class ImageBuilder(Toolbox tools, ArtifactStore artifacts, ImageStore store)
{
    private const string Runtime = "dotnet";

    /// <summary>Either makes the launcher of measured programs.</summary>
    private static readonly string[] s_launcherTools = ["clang", "gcc"];

    private readonly RepoLayout _layout = tools.Layout;
    private readonly List<string> _leftOut = [];

    /// <summary>Folder of the harness that the image is to have, as it was built.</summary>
    public string Harness { get; init; } = Path.GetDirectoryName(Path.Combine(tools.Layout.Home, HarnessImage.Tool))!;

    /// <summary>Told what is under way.</summary>
    public Action<string>? Progress { get; init; }

    /// <param name="plan">Cases whose programs are wanted; those that cannot run here are passed over.</param>
    /// <param name="commit">As a run's header has it.</param>
    /// <exception cref="UsageException">This machine has no dpkg, the harness was not built, or nothing is left that could be in an image.</exception>
    public async Task<BuiltImage> BuildAsync(IReadOnlyList<PlannedCase> plan, string commit, string benchVersion, CancellationToken ct)
    {
        if (!File.Exists(Path.Combine(Harness, Path.GetFileName(HarnessImage.Tool))))
            throw new UsageException($"the harness is not in {Harness}; any verb of ./bench builds it");
        DpkgDatabase dpkg = new();
        using IDisposable alone = store.Lock();
        await tools.ProbeAsync(Runtime, ct);
        IReadOnlyList<PlannedCase> cases = [.. plan.Where(CanBeInside)];

        IReadOnlyList<BuildStep> steps = await MakeProgramsAsync(cases, ct);
        string[] programs = await FoldersOfAsync(steps, await Launcher.MakeAsync(tools, artifacts, ct), ct);
        IReadOnlyDictionary<string, ImageTool> known = ToolsOf(cases);

        LayerContent system = SystemLayer.Of(dpkg), engines = await EnginesAsync(dpkg, system, known, programs, ct);
        List<BuiltLayer> layers = [];
        foreach (LayerContent layer in (LayerContent[])[system, engines, WorkloadsOf(programs), ToolOf(steps, engines)])
        {
            Progress?.Invoke($"layer {layer.Name}");
            layers.Add(await store.LayerAsync(layer, ct));
        }
        ImageIdentity identity = Identify(layers, new ImageIdentity
        {
            Id = "", Commit = commit, BenchVersion = benchVersion, Tools = known,
            Programs = [.. cases.Select(ImageIdentity.ProgramOf).Distinct().Order(StringComparer.Ordinal)],
        });
        LayerContent last = new("identity");
        last.AddText(Encoding.UTF8.GetString(identity.ToJson()), $"{HarnessImage.Root}/{ImageIdentity.FileName}");
        layers.Add(await store.LayerAsync(last, ct));
        await store.PublishAsync(identity, layers, [tools[Runtime], $"{HarnessImage.Root}/{HarnessImage.Tool}"], ct);
        return new BuiltImage(identity, layers, [.. _leftOut.Distinct()]);
    }

    private bool CanBeInside(PlannedCase one)
    {
        if (one.SkipReason is null && one.Backend.Class == BackendClass.Container)
            _leftOut.Add($"{one.Backend.Id}: makes containers or machines of its own, which a container cannot");
        return one.SkipReason is null && one.Backend.Class != BackendClass.Container;
    }

    /// <returns>All steps of the chains, also those whose output only the machine that runs them makes.</returns>
    private async Task<IReadOnlyList<BuildStep>> MakeProgramsAsync(IReadOnlyList<PlannedCase> cases, CancellationToken ct)
    {
        List<BuildStep> steps = [];
        foreach (PlannedCase one in cases.DistinctBy(static one => (one.Workload.Id, one.Backend.Id)))
        {
            Progress?.Invoke($"{one.Workload.Id} for {one.Backend.Id}");
            BuildStep[] chain = [.. ChainOf(one.Backend.Build(one.Workload, tools))];
            try
            {
                if (chain.FirstOrDefault(static step => step.Phase == Phases.Build) is BuildStep built)
                    await artifacts.MakeAsync(built, ct);
                steps.AddRange(chain);
            }
            catch (BuildFailedException e)
            {
                _leftOut.Add($"{one.Workload.Id} for {one.Backend.Id}: {e.Message}");
            }
        }
        return steps.Count > 0 ? steps : throw new UsageException("nothing of what was asked for can be in an image; ./bench doctor says what is ready here");
    }

    /// <summary>The last step first.</summary>
    private static IEnumerable<BuildStep> ChainOf(BuildStep? step)
    {
        for (; step is not null; step = step.After)
            yield return step;
    }

    private async Task<string[]> FoldersOfAsync(IReadOnlyList<BuildStep> steps, string? launcher, CancellationToken ct)
    {
        SortedSet<string> folders = new(StringComparer.Ordinal);
        foreach (BuildStep step in steps.Where(static step => step.Phase == Phases.Build))
            folders.Add(Path.GetDirectoryName((await artifacts.MakeAsync(step, ct)).Path)!);
        if (launcher is not null)
            folders.Add(Path.GetDirectoryName(launcher)!);
        return [.. folders];
    }

    private Dictionary<string, ImageTool> ToolsOf(IReadOnlyList<PlannedCase> cases)
    {
        // An engine's ahead-of-time compiler works where its output runs.
        HashSet<string> compilers = [.. cases.SelectMany(one => ChainOf(one.Backend.Build(one.Workload, tools))).Where(static step => step.Phase == Phases.Compile)
            .SelectMany(static step => step.Commands(new BuildPaths("/out", "/in", "/scratch"))).Select(static command => command.Executable)];
        SortedDictionary<string, ImageTool> known = new(StringComparer.Ordinal);
        Queue<string> open = new([Runtime, .. s_launcherTools, .. cases.SelectMany(static one => one.Backend.Tools.Concat(one.Workload.Assets))]);
        while (open.TryDequeue(out string? id))
        {
            Tool tool = tools.Catalog[id];
            if (known.ContainsKey(id) || tools.Version(id) is not { Length: > 0 } version || tools.Locate(tool) is not string path)
                continue;
            known.Add(id, new ImageTool(version, Below(path), !tool.Builds || compilers.Contains(path)));
            foreach (string need in tool.Needs)
                open.Enqueue(need);
        }
        return new(known);
    }

    /// <summary>Where it is below the checkout; else where it is.</summary>
    private string Below(string path) => path == _layout.Root ? "" : path.StartsWith(_layout.Home + "/", StringComparison.Ordinal) ? path[(_layout.Home.Length + 1)..] : path;

    private Task<LayerContent> EnginesAsync(DpkgDatabase dpkg, LayerContent system, IReadOnlyDictionary<string, ImageTool> known, string[] programs, CancellationToken ct)
    {
        string dotnet = tools[Runtime];
        IEnumerable<(Tool, string?)> inside = known.Where(static one => one.Value.Inside).Select(one => (tools.Catalog[one.Key], one.Value.Path.Length == 0 ? null : tools.Locate(tools.Catalog[one.Key])));
        return new EngineLayer(_layout, dpkg, system).MakeAsync(inside, dotnet, DotNetRuntime.PathsOf(dotnet, [Harness, .. programs]), ct);
    }

    private LayerContent WorkloadsOf(string[] programs)
    {
        LayerContent layer = new("workloads");
        foreach (string folder in programs)
            layer.AddTree(folder, InImage(folder));
        return layer;
    }

    /// <summary>The harness, and whatever it reads of the checkout: sources decide which artifact is whose.</summary>
    private LayerContent ToolOf(IReadOnlyList<BuildStep> steps, LayerContent engines)
    {
        LayerContent layer = new("harness");
        layer.AddTree(Harness, Path.GetDirectoryName($"{HarnessImage.Root}/{HarnessImage.Tool}")!);
        layer.AddTree(_layout.Workloads, InImage(_layout.Workloads));
        foreach (string folder in (string[])["js", "wasm2c"])
            layer.AddTree(Path.Combine(_layout.Runtimes, folder), InImage(Path.Combine(_layout.Runtimes, folder)));
        foreach (string file in steps.SelectMany(static step => step.Inputs).Append(_layout.ToolsFile).Append(Path.Combine(_layout.Root, "Bench.sln"))
            .Append(Path.Combine(_layout.Root, "harness", "launcher", "launch.c")).Distinct().Where(File.Exists))
            layer.AddAsItIs(file, InImage(file));
        layer.AddFolder($"{HarnessImage.Root}/results");
        layer.Leave(engines);
        return layer;
    }

    private string InImage(string path) => path.StartsWith(_layout.Home + "/", StringComparison.Ordinal)
        ? HarnessImage.Root + path[_layout.Home.Length..]
        : throw new InvalidOperationException($"{path} is not below the checkout");

    private static ImageIdentity Identify(IReadOnlyList<BuiltLayer> layers, ImageIdentity identity)
    {
        byte[] content = [.. Encoding.UTF8.GetBytes(string.Concat(layers.Select(static layer => layer.Digest + "\n"))), .. identity.ToJson()];
        return identity with { Id = Convert.ToHexStringLower(SHA256.HashData(content)) };
    }
}
