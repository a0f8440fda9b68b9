using System.CommandLine;
using Bench.Core;
using Bench.Reports;
using Bench.Streams;
using Spectre.Console;

namespace Bench.Cli;

internal sealed class AllVerb : IVerb
{
    private const string Programs = "quick", Streams = "stream-quick";

    private readonly Option<bool> _noSetup = new("--no-setup") { Description = "Install nothing" };

    public int Order => 20;
    public string Example => "./bench all   (the same as: sh run-all.ps1)";

    public Command Create(CliContext context)
    {
        Command command = new("all", "Installs what is missing, measures the quick suites of programs and of streams, and writes one report.") { _noSetup };
        command.SetAction(async (parsed, ct) =>
        {
            if (parsed.GetValue(_noSetup))
                return await MeasureAsync(context, ct);
            await SetupVerb.InstallAsync(context, ct);
            // Anew, because an installation may have replaced the C library and others under this very process:
            // what it has not loaded yet would no longer fit to what it has.
            ProcessImage.Replace(Bench.Core.Command.Of(Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "bench.dll"), "all", "--no-setup"));
            return ExitCodes.Fine;
        });
        return command;
    }

    /// <summary>Two runs, because each has a header of its own, in one folder with one report.</summary>
    private static async Task<int> MeasureAsync(CliContext context, CancellationToken ct)
    {
        ulong seed = (ulong)Random.Shared.NextInt64(1, 1_000_000);
        string folder = RunSession.FolderOf(context, TimeProvider.System.GetUtcNow(), Programs);
        RunOptions options = RunVerb.OptionsOf(context, Programs) with { Baseline = ReportOptions.Default.Baseline };
        int programs = await new RunSession(context).BeginAsync(options, await RunVerb.PlanAsync(context, options, ct), seed, folder, strict: false, ct);
        if (programs == ExitCodes.Interrupted)
            return programs;
        int streams = await new StreamSession(context).BeginAsync(ScenarioReader.Load(StreamVerb.FileOf(context, Streams)), seed, RunFolder.StreamsOf(folder), ct);
        if (streams == ExitCodes.Interrupted)
            return streams;
        IReadOnlyList<string> files = await ReportWriter.WriteAsync([.. RunFolder.ReadAll(folder)], folder, ReportOptions.Default with { Tools = context.Tools }, ct);
        context.Console.WriteLine($"Both in one report: {ShownPath.Of(files[0])}, and for a browser {ShownPath.Of(files.First(static file => Path.GetExtension(file) == ".html"))}");
        return Math.Min(programs, streams);
    }
}
