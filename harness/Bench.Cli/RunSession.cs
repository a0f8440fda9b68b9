using System.Globalization;
using System.Reflection;
using Bench.Core;
using Bench.Reports;
using Spectre.Console;

namespace Bench.Cli;

/// <summary>One run from the plan to the printed table; what the verbs that measure share.</summary>
internal sealed class RunSession(CliContext context)
{
    /// <summary>Longest a compiler may take: dotnet publish of Native AOT on a busy small machine.</summary>
    internal static readonly TimeSpan BuildTimeout = TimeSpan.FromMinutes(10);

    internal IRunProgress Progress { get; init; } = ConsoleProgress.OnStandardError();

    /// <summary>Of the machine; a run that is gone on with keeps its own.</summary>
    internal string? Label { get; init; }

    /// <summary>Where it is known better than from the machine's files.</summary>
    internal string? InstanceType { get; init; }

    /// <summary>Told that the run's file has grown, on the runner's own thread.</summary>
    internal Action? Written { get; init; }

    /// <summary>Whether tables are printed and a report is written in the end.</summary>
    internal bool Shows { get; init; } = true;

    /// <summary>The verb that goes on with such a run.</summary>
    internal string Verb { get; init; } = "run";

    /// <summary>That measure, beside those of the backends.</summary>
    internal IReadOnlyList<ToolVersion> MeasuringTools { get; init; } = [];

    /// <summary>Begins a new run.</summary>
    /// <param name="folder">Where to write; null for the usual place.</param>
    /// <returns>The exit code.</returns>
    internal async Task<int> BeginAsync(RunOptions options, IReadOnlyList<PlannedCase> plan, ulong seed, string? folder, bool strict, CancellationToken ct)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        RunHeader header = await HeaderAsync(context.Tools, options, plan, seed, now, ct) with { Tools = [.. ToolsOf(context.Tools), .. MeasuringTools] };
        header = header with { Machine = header.Machine with { Label = Label, InstanceType = InstanceType ?? header.Machine.InstanceType } };
        folder ??= FolderOf(context, now, options.Suite);
        using RunWriter writer = RunWriter.Create(folder, header);
        return await MeasureAsync(folder, header, plan, writer, earlier: null, strict, ct);
    }

    /// <summary>Goes on with a run that was interrupted.</summary>
    /// <param name="plan">The same cases as before.</param>
    internal async Task<int> ResumeAsync(string folder, RunRecord earlier, IReadOnlyList<PlannedCase> plan, bool strict, CancellationToken ct)
    {
        foreach (BackendInfo backend in earlier.Header.Backends)
            if (backend.Version is not null && await VersionOfAsync(context.Tools, plan, backend.Id, ct) is var version && version != backend.Version)
                throw new UsageException($"{backend.Id} was {backend.Version} when the run began and is {version ?? "missing"} now: their numbers do not belong together; begin a new run");
        using RunWriter writer = RunWriter.Append(folder);
        return await MeasureAsync(folder, earlier.Header, plan, writer, earlier, strict, ct);
    }

    private async Task<int> MeasureAsync(
        string folder, RunHeader header, IReadOnlyList<PlannedCase> plan, RunWriter writer, RunRecord? earlier, bool strict, CancellationToken ct)
    {
        ArtifactStore store = new(context.Layout, BuildTimeout);
        string shown = ShownPath.Of(folder);
        if (Written is not null)
        {
            writer.Written += Written;
            Written();
        }
        try
        {
            await context.Backends.RemoveLeftoversAsync(context.Layout, ct);
            string? launcher = await Launcher.MakeAsync(context.Tools, store, ct);
            Runner runner = new(context.Tools, store, writer, header.Options, launcher, Progress, TimeProvider.System);
            await runner.RunAsync(plan, header.Seed, earlier, ct);
        }
        catch (OperationCanceledException)
        {
            Clear();
            Console.Error.WriteLine($"bench: interrupted; what was measured is kept, go on with ./bench {Verb} --resume {shown}");
            return ExitCodes.Interrupted;
        }
        finally
        {
            Clear();
        }
        return Shows ? await ShowAsync(context, folder, strict, ct) : ExitCodeOf(RunFolder.Read(folder), strict);
    }

    /// <summary>The usual place of a run.</summary>
    internal static string FolderOf(CliContext context, DateTimeOffset startedAt, string suite) =>
        Path.Combine(context.Layout.Results, $"{startedAt.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{Environment.MachineName}-{suite}");

    /// <summary>Prints the tables of a run that has ended and writes its report.</summary>
    internal static async Task<int> ShowAsync(CliContext context, string folder, bool strict, CancellationToken ct)
    {
        string shown = ShownPath.Of(folder);
        RunRecord run = RunFolder.Read(folder);
        await using (StreamWriter samples = File.CreateText(Path.Combine(folder, "samples.csv")))
            SamplesCsv.Write(run, samples);
        Summary summary = new(run);
        ConsoleTables.Write(context.Console, summary);
        await ShowPrecisionAsync(context, summary, folder);
        IReadOnlyList<string> files = await ReportWriter.WriteAsync([run], folder, ReportOptions.Default with { Tools = context.Tools }, ct);
        context.Console.WriteLine($"Report: {Path.Combine(shown, Path.GetFileName(files[0]))}, and for a browser {Path.Combine(shown, Path.GetFileName(files.First(static file => Path.GetExtension(file) == ".html")))}");
        if (run.Header.Options.Suite == ColdStartDocument.Suite && ColdStartDocument.Concerns(summary))
        {
            IReadOnlyList<string> pages = await ReportWriter.WriteAsync([run], folder, ReportOptions.Default with { Style = ReportStyle.ColdStart, Formats = ["md", "html"], Tools = context.Tools }, ct);
            context.Console.WriteLine($"Deployment forms side by side: {string.Join(", ", pages.Select(page => Path.Combine(shown, Path.GetFileName(page))))}");
        }
        return ExitCodeOf(run, strict);
    }

    private void Clear() => (Progress as ConsoleProgress)?.Clear();

    private static int ExitCodeOf(RunRecord run, bool strict) =>
        !run.Outcomes.Values.OfType<Outcome.Measured>().Any() ? ExitCodes.NothingMeasured
        : strict && run.Outcomes.Values.OfType<Outcome.Failed>().Any() ? ExitCodes.Failed
        : ExitCodes.Fine;

    private static async Task ShowPrecisionAsync(CliContext context, Summary summary, string folder)
    {
        IReadOnlyList<PrecisionRow> rows = PrecisionReport.Of(summary, summary.Run.Header.Options.Baseline);
        if (rows.Count == 0)
            return;
        PrecisionTrace trace = PrecisionTrace.Of(summary.Run, summary.Run.Header.Options.Baseline);
        await using (StreamWriter precision = File.CreateText(Path.Combine(folder, "precision.csv")))
            PrecisionCsv.Write(rows, precision);
        await using (StreamWriter moments = File.CreateText(Path.Combine(folder, "precision-trace.csv")))
            PrecisionCsv.Write(trace, moments);
        PrecisionTable.Write(context.Console, rows, trace);
    }

    /// <param name="tools">Those of the checkout that is measured.</param>
    internal static async Task<RunHeader> HeaderAsync(Toolbox tools, RunOptions options, IReadOnlyList<PlannedCase> plan, ulong seed, DateTimeOffset now, CancellationToken ct)
    {
        List<BackendInfo> backends = [];
        foreach (Backend backend in plan.Select(static one => one.Backend).DistinctBy(static one => one.Id))
            backends.Add(new BackendInfo(backend.Id, backend.Title, backend.Class, await VersionOfAsync(tools, plan, backend.Id, ct), backend.Flags));
        return new RunHeader
        {
            Schema = RunHeader.CurrentSchema,
            BenchVersion = BenchVersion,
            Commit = await CommitAsync(tools.Layout.Root, ct),
            StartedAt = now,
            Seed = seed,
            Options = options,
            Machine = MachineInfo.Read(),
            Tools = ToolsOf(tools),
            Backends = backends,
            Workloads = [.. plan.GroupBy(static one => one.Workload.Id).Select(static group => new WorkloadInfo(group.Key, group.First().Workload.Title,
                group.Select(static one => one.Size).DistinctBy(static size => size.Name).ToDictionary(static size => size.Name, static size => size.Args))
            {
                Answers = group.Select(static one => one.Size).DistinctBy(static size => size.Name).ToDictionary(static size => size.Name, static size => size.Expected.Sha256),
                Work = group.First().Workload.Work,
            })],
            Cases = [.. plan.Select(static one => one.Id)],
        };
    }

    private static IReadOnlyList<ToolVersion> ToolsOf(Toolbox tools) => [.. tools.Ready.Select(static pair => new ToolVersion(pair.Tool.Id, pair.Tool.Title, pair.Version))];

    private static async Task<string?> VersionOfAsync(Toolbox tools, IReadOnlyList<PlannedCase> plan, string backend, CancellationToken ct) =>
        plan.FirstOrDefault(one => one.Backend.Id == backend) is PlannedCase found && await found.Backend.ProbeAsync(tools, ct) is Availability.Ready ready
            ? ready.Version
            : null;

    internal static string BenchVersion => Assembly.GetExecutingAssembly().GetName().Version!.ToString(3);

    /// <summary>As a run's header has it.</summary>
    internal static async Task<string> CommitAsync(string root, CancellationToken ct)
    {
        if (ImageIdentity.Of(new RepoLayout(root)) is ImageIdentity image)
            return image.Commit;
        CapturedOutput commit = await GitAsync(root, ["rev-parse", "--short=12", "HEAD"], ct);
        if (!commit.Succeeded)
            return "";
        CapturedOutput changes = await GitAsync(root, ["status", "--porcelain"], ct);
        return commit.Stdout.Trim() + (changes.Stdout.Length > 0 ? "+" : "");
    }

    private static Task<CapturedOutput> GitAsync(string root, IEnumerable<string> arguments, CancellationToken ct) =>
        ChildProcess.CaptureAsync(Bench.Core.Command.Of("git", ["-C", root, .. arguments]), TimeSpan.FromSeconds(10), ct);
}
