using System.Globalization;
using Bench.Core;
using Bench.Density;
using Bench.Hosts;
using Bench.Streaming;
using Bench.Streams;

namespace Bench.Cli;

/// <summary>One density run from its hosts to the printed table.</summary>
internal sealed class DensitySession(CliContext context, FunctionHosts hosts)
{
    private const string Name = "density";

    private readonly ConsoleProgress _progress = ConsoleProgress.OnStandardError();

    internal string? Label { get; init; }

    /// <summary>Whether failed hosts make the exit code.</summary>
    internal bool Strict { get; init; }

    /// <param name="containers">Most of them at once, in the place of the plan's instances.</param>
    /// <param name="folder">Where to write; null for the usual place.</param>
    /// <returns>The exit code.</returns>
    internal async Task<int> RunAsync(IReadOnlyList<string> kinds, DensityPlan plan, int containers, int processes, ulong seed, string? folder, CancellationToken ct)
    {
        DensityCase[] cases = [.. kinds.Select(kind => new DensityCase(kind, ContainerKinds.Includes(kind) ? plan with { Instances = Math.Min(plan.Instances, containers) } : plan))];
        RunHeader header = await HeaderAsync(cases, plan, containers, processes, seed, ct);
        folder ??= RunSession.FolderOf(context, header.StartedAt, Name);
        using RunWriter writer = RunWriter.Create(folder, header);
        try
        {
            await context.Backends.RemoveLeftoversAsync(context.Layout, ct);
            await new DensityRunner(CommandOf, writer, _progress, TimeProvider.System).RunAsync(cases, processes, 2 * plan.Time * processes, seed, RefusalAsync, ct);
        }
        catch (OperationCanceledException)
        {
            _progress.Clear();
            Console.Error.WriteLine($"bench: interrupted; what was measured is kept in {ShownPath.Of(folder)}");
            return ExitCodes.Interrupted;
        }
        finally
        {
            _progress.Clear();
        }
        return await RunSession.ShowAsync(context, folder, Strict, ct);
    }

    private async Task<string?> RefusalAsync(DensityCase one, CancellationToken ct)
    {
        try
        {
            await hosts.PrepareAsync(one.Kind, new FunctionSpec { Function = DensityPlan.Function }, ct);
            return null;
        }
        catch (FunctionFaultException e)
        {
            return e.Message;
        }
    }

    private Bench.Core.Command CommandOf(DensityCase one, DensityPart part) =>
        Bench.Core.Command.Of(Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "bench.dll"), DensityPartVerb.Name, KebabCase.Of(part), one.Kind,
            "--instances", Text(one.Plan.Instances), "--memory", Text(one.Plan.MemoryBytes >> 10) + "K", "--storm", Text(one.Plan.Storm),
            "--time", one.Plan.Time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + "s")
        // Nobody else would end the instances of a run that was killed.
        .Tied(context.Tools, "TERM");

    private async Task<RunHeader> HeaderAsync(DensityCase[] cases, DensityPlan plan, int containers, int processes, ulong seed, CancellationToken ct)
    {
        List<BackendInfo> backends = [];
        foreach (DensityCase one in cases)
            backends.Add(new BackendInfo(one.Kind, $"{one.Kind}, a host of functions", StreamHostClass.Of(one.Kind, context.Backends.All), await VersionOfAsync(one.Kind, ct), ""));
        return new RunHeader
        {
            Schema = RunHeader.CurrentSchema,
            BenchVersion = RunSession.BenchVersion,
            Commit = await RunSession.CommitAsync(context.Layout.Root, ct),
            StartedAt = TimeProvider.System.GetUtcNow(),
            Seed = seed,
            Options = new RunOptions
            {
                Suite = Name,
                Processes = processes,
                Budget = 2 * plan.Time * processes,
                CaseTimeout = plan.Time,
                MemoryLimitBytes = plan.MemoryBytes,
                // Instances may use all cores.
                Pin = false,
            },
            Machine = MachineInfo.Read() with { Label = Label },
            Tools = [.. context.Tools.Ready.Select(static pair => new ToolVersion(pair.Tool.Id, pair.Tool.Title, pair.Version)), new ToolVersion("dotnet-runtime", ".NET", Environment.Version.ToString())],
            Backends = backends,
            Workloads = [new WorkloadInfo(DensityPlan.Function, "many instances of the function triple",
                new Dictionary<string, IReadOnlyList<string>> { [DensityCase.Size] = DensityCase.Arguments(plan, containers) }) { Kind = WorkloadInfo.DensityKind }],
            Cases = [.. cases.Select(static one => one.Id)],
        };
    }

    private async Task<string?> VersionOfAsync(string kind, CancellationToken ct) =>
        StreamHostClass.EngineOf(kind, context.Backends.All) is Backend engine && await engine.ProbeAsync(context.Tools, ct) is Availability.Ready ready ? ready.Version : null;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
