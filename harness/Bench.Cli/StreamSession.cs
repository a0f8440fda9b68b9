using System.Runtime.InteropServices;
using Bench.Core;
using Bench.Streams;

namespace Bench.Cli;

/// <summary>One run of a scenario from its cases to the printed table.</summary>
internal sealed class StreamSession(CliContext context)
{
    /// <summary>What ratios of a scenario divide by: nothing but the stream itself.</summary>
    private const string BaselineHost = "delegate";

    private readonly ConsoleProgress _progress = ConsoleProgress.OnStandardError();

    /// <summary>Of the machine; a run that is gone on with keeps its own.</summary>
    internal string? Label { get; init; }

    /// <summary>Whether failed cases make the exit code.</summary>
    internal bool Strict { get; init; }

    /// <param name="folder">Where to write; null for the usual place.</param>
    /// <returns>The exit code.</returns>
    internal async Task<int> BeginAsync(StreamScenario scenario, ulong seed, string? folder, CancellationToken ct)
    {
        RunHeader header = await HeaderAsync(scenario, seed, ct);
        folder ??= RunSession.FolderOf(context, header.StartedAt, scenario.Name);
        using RunWriter writer = RunWriter.Create(folder, header);
        return await MeasureAsync(scenario, folder, header, writer, earlier: null, ct);
    }

    /// <exception cref="UsageException">The run in the folder is another one.</exception>
    internal async Task<int> ResumeAsync(StreamScenario scenario, string folder, CancellationToken ct)
    {
        RunRecord earlier = RunFolder.Read(folder);
        IReadOnlyDictionary<string, IReadOnlyList<string>> sizes = StreamCase.SizesOf(scenario);
        bool same = earlier.Header.Options.Suite == scenario.Name && earlier.Header.Options.Processes == scenario.Repetitions
            && earlier.Header.Cases.ToHashSet().SetEquals(StreamCase.Of(scenario).Select(static one => one.Id))
            && earlier.Header.Workloads is [WorkloadInfo { Kind: WorkloadInfo.StreamKind } only] && sizes.All(size => only.Sizes.GetValueOrDefault(size.Key)?.SequenceEqual(size.Value) == true);
        if (!same)
            throw new UsageException($"{ShownPath.Of(folder)} holds a run of {earlier.Header.Options.Suite} with other cases: give the same scenario and options again, or begin a new run");
        using RunWriter writer = RunWriter.Append(folder);
        return await MeasureAsync(scenario, folder, earlier.Header, writer, earlier, ct);
    }

    private async Task<int> MeasureAsync(StreamScenario scenario, string folder, RunHeader header, RunWriter writer, RunRecord? earlier, CancellationToken ct)
    {
        try
        {
            await context.Backends.RemoveLeftoversAsync(context.Layout, ct);
            NodeCommands nodes = new(Bench.Core.Command.Of(Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "bench.dll")));
            await new StreamRunner(nodes, writer, _progress, TimeProvider.System).RunAsync(StreamCase.Of(scenario), header.Seed, earlier, ct);
        }
        catch (OperationCanceledException)
        {
            _progress.Clear();
            Console.Error.WriteLine($"bench: interrupted; what was measured is kept, go on with the same command and --resume {ShownPath.Of(folder)}");
            return ExitCodes.Interrupted;
        }
        finally
        {
            _progress.Clear();
        }
        return await RunSession.ShowAsync(context, folder, Strict, ct);
    }

    private async Task<RunHeader> HeaderAsync(StreamScenario scenario, ulong seed, CancellationToken ct)
    {
        List<BackendInfo> backends = [];
        foreach (StreamCase one in StreamCase.Of(scenario).DistinctBy(static one => one.Id.Backend))
            backends.Add(new BackendInfo(one.Id.Backend, $"{one.Host} over {one.Transport}", StreamHostClass.Of(one.Host, context.Backends.All), await VersionOfAsync(one.Host, ct), ""));
        return new RunHeader
        {
            Schema = RunHeader.CurrentSchema,
            BenchVersion = RunSession.BenchVersion,
            Commit = await RunSession.CommitAsync(context.Layout.Root, ct),
            StartedAt = TimeProvider.System.GetUtcNow(),
            Seed = seed,
            Options = new RunOptions
            {
                Suite = scenario.Name,
                Processes = scenario.Repetitions,
                Baseline = StreamCase.BackendOf(scenario.Transports.Contains("tcp") ? "tcp" : scenario.Transports[0], scenario.Hosts.Contains(BaselineHost) ? BaselineHost : scenario.Hosts[0]),
                CaseTimeout = scenario.WarmUp + (scenario.Capacity?.Duration > scenario.Duration ? scenario.Capacity.Duration : scenario.Duration),
                MemoryLimitBytes = MachineInfo.Read().MemoryBytes,
                // The nodes of a stream need all cores.
                Pin = false,
            },
            Machine = MachineInfo.Read() with { Label = Label },
            Tools = [.. context.Tools.Ready.Select(static pair => new ToolVersion(pair.Tool.Id, pair.Tool.Title, pair.Version)), new ToolVersion("dotnet-runtime", ".NET", Environment.Version.ToString())],
            Backends = backends,
            Workloads = [new WorkloadInfo(scenario.Name, scenario.Title, StreamCase.SizesOf(scenario)) { Kind = WorkloadInfo.StreamKind }],
            Cases = [.. StreamCase.Of(scenario).Select(static one => one.Id)],
        };
    }

    /// <summary>Of the engine that runs the function; that of .NET where there is none.</summary>
    private async Task<string?> VersionOfAsync(string host, CancellationToken ct) => StreamHostClass.EngineOf(host, context.Backends.All) is Backend engine
        ? await engine.ProbeAsync(context.Tools, ct) is Availability.Ready ready ? ready.Version : null
        : RuntimeInformation.FrameworkDescription;
}
