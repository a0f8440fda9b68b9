using System.CommandLine;
using Bench.Backends.Doctor;
using Bench.Core;
using Bench.Streaming;

namespace Bench.Cli;

internal sealed class DoctorVerb : IVerb
{
    /// <summary>What both clocks time: a program that only starts and ends, and one that works for some ten milliseconds.</summary>
    private static readonly (string Workload, string Size)[] s_timed = [("nop", "smoke"), ("nbody", "small-interpreter")];
    private const string Compiler = "native-clang";
    private static readonly TimeSpan s_buildTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_runTimeout = TimeSpan.FromSeconds(30);

    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object (harness/doctor.schema.json)." };
    private readonly Option<bool> _overhead = new("--overhead") { Description = "Also time native programs by the harness and by perf stat, side by side." };
    private readonly Option<int> _pairs = new("--pairs") { Description = "How often for --overhead", DefaultValueFactory = static _ => 50 };
    private readonly Option<ulong?> _seed = new("--seed") { Description = "Seed of the order for --overhead" };

    public int Order => 1;
    public string Example => "./bench doctor";

    public Command Create(CliContext context)
    {
        Command command = new("doctor", "Shows which backends are ready, what is missing and how to get it, and how noisy the machine is.") { _json, _overhead, _pairs, _seed };
        command.SetAction((parsed, ct) => RunAsync(context, parsed, ct));
        return command;
    }

    private async Task<int> RunAsync(CliContext context, ParseResult parsed, CancellationToken ct)
    {
        int pairs = parsed.GetValue(_pairs);
        if (pairs < 1)
            throw new UsageException("--pairs must be at least 1");
        string? launcher = await LauncherAsync(context, ct);
        MachineInfo machine = MachineInfo.Read();
        IReadOnlyList<MachineCheck> checks = [.. await MachineProbe.RunAsync(machine, launcher, ct), Quic()];
        IReadOnlyList<DoctorBackend> backends = await DoctorReport.ExamineAsync(context.Backends, context.Tools, ct);
        IReadOnlyList<DoctorTool> tools = await DoctorReport.ExamineToolsAsync(context.Backends, context.Tools, ct);
        IReadOnlyList<DoctorOverhead>? overhead = parsed.GetValue(_overhead)
            ? await OverheadAsync(context, launcher, pairs, parsed.GetValue(_seed) ?? (ulong)Random.Shared.NextInt64(1, 1_000_000), ct)
            : null;

        DoctorReport report = new(DoctorReport.CurrentSchema, machine, checks, backends, tools, overhead);
        if (parsed.GetValue(_json))
            context.Console.Profile.Out.Writer.WriteLine(report.ToJson());
        else
            DoctorText.Write(context.Console, report);
        return overhead is [.., { Fine: false }] ? ExitCodes.Failed : ExitCodes.Fine;
    }

    private static MachineCheck Quic()
    {
        IStreamTransport[] all = [.. StreamTransports.All.Where(static one => one.Id.StartsWith(StreamTransports.Quic, StringComparison.Ordinal))];
        string[] ready = [.. all.Where(static one => one.Unsupported is null).Select(static one => one.Id)];
        return ready.Length > 0
            ? new MachineCheck("quic", $"works by {string.Join(" and ", ready)}")
            : new MachineCheck("quic", "does not work here", string.Join("; ", all.Select(static one => $"{one.Id}: {one.Unsupported}")));
    }

    private static async Task<string?> LauncherAsync(CliContext context, CancellationToken ct)
    {
        try
        {
            return await Launcher.MakeAsync(context.Tools, new ArtifactStore(context.Layout, s_buildTimeout), ct);
        }
        catch (BuildFailedException)
        {
            return null;   // the check of the counters says that a C compiler is needed
        }
    }

    private static async Task<IReadOnlyList<DoctorOverhead>> OverheadAsync(CliContext context, string? launcher, int pairs, ulong seed, CancellationToken ct)
    {
        foreach (string id in (string[])["perf", "clang"])
            if (await context.Tools.ProbeAsync(id, ct) is Availability.Missing missing)
                throw new UsageException($"--overhead needs {context.Tools.Catalog[id].Title}: {missing.Reason}; {missing.Remedy}");
        CommandBackend native = context.Backends.All.OfType<CommandBackend>().First(static backend => backend.Id == Compiler);
        ExecutionOptions options = ExecutionOptions.Default with { Timeout = s_runTimeout, Core = Affinity.ChooseCore(), Launcher = launcher };
        ArtifactStore store = new(context.Layout, s_buildTimeout);
        List<DoctorOverhead> results = [];
        foreach ((string id, string sizeName) in s_timed)
        {
            Workload workload = context.Workloads().Single(one => one.Id == id);
            WorkloadSize size = workload.Sizes[sizeName];
            Artifact artifact = await store.MakeAsync(native.Build(workload, context.Tools), ct);
            Bench.Core.Command program = native.CommandFor(new ExecutionRequest(workload, size, artifact.Path, options), context.Tools);
            Overhead overhead = await new OverheadTrial(program, context.Tools["perf"], options).RunAsync(pairs, seed, ct);
            results.Add(DoctorOverhead.Of(new CaseId(id, sizeName, native.Id).ToString(), overhead));
        }
        return results;
    }
}
