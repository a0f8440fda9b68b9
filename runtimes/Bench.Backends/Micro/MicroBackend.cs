using Bench.Core;

namespace Bench.Backends.Micro;

/// <summary>A contestant of Bench.Micro. A case is one process of it, of which only what happens inside is kept.</summary>
internal sealed class MicroBackend(MicroContestant contestant, BuildStep program) : CommandBackend
{
    /// <summary>
    /// A method that has been called 30 times is compiled anew after 10 ms without new methods, not after 100 ms (on one core: 1 s). The code
    /// that comes out is the same; the process is ready ten times earlier.
    /// </summary>
    private static readonly KeyValuePair<string, string> s_earlyTiers = new("DOTNET_TC_CallCountingDelayMs", "10");

    public override string Flags => CommandOf(Toolbox.ForDisplay, MicroProgram.Name, "CASE", core: null).Display;

    public override bool ShipsArtifact => false;

    public override Task<Availability> ProbeAsync(Toolbox tools, CancellationToken ct) => Task.FromResult<Availability>(new Availability.Ready(contestant.Version));

    public override BuildStep Build(Workload workload, Toolbox tools) => program;

    public override Command CommandFor(ExecutionRequest request, Toolbox tools) =>
        CommandOf(tools, request.Artifact, new CaseId(request.Workload.Id, request.Size.Name, Id).ToString(), request.Options.Core);

    public override async Task<Execution> ExecuteAsync(ExecutionRequest request, Toolbox tools, CancellationToken ct)
    {
        // The program pins the thread that measures. Pinned as a whole, its compiler and collector would take turns with what is measured.
        Execution execution = await ChildProcess.RunAsync(CommandFor(request, tools), request.Options with { Core = null }, LogsToStdout, ct);
        Reading[] readings = [.. execution.Readings.Where(static one => one.Phase is Phases.Million or Phases.Operation)];
        return execution with
        {
            Readings = readings,
            MalformedRow = execution.MalformedRow ?? (readings.Any(static one => one.Phase == Phases.Million) ? null : $"there is none of phase {Phases.Million}"),
        };
    }

    private static Command CommandOf(Toolbox tools, string folder, string caseId, int? core) =>
        Command.Of(tools["dotnet"], [Path.Combine(folder, $"{MicroProgram.Name}.dll"), "case", caseId, .. core is int number ? ["--core", $"{number}"] : (string[])[]])
            .WithEnvironment(s_earlyTiers.Key, s_earlyTiers.Value);
}
