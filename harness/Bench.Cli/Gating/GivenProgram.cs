using Bench.Core;

namespace Bench.Cli;

/// <summary>A program that is no workload of ours: a command line, or an executable file, which says nothing about itself but its output.</summary>
internal sealed class GivenProgram : CommandBackend
{
    private readonly BuildStep _step;
    private readonly bool _isScript;

    private GivenProgram(BuildStep step, bool isScript) => (_step, _isScript) = (step, isScript);

    /// <summary>As the shell understands it.</summary>
    internal static GivenProgram OfLine(string id, string line) => new(new BuildStep
    {
        Phase = Phases.Build,
        Output = "command",
        Commands = paths => [Bench.Core.Command.Of("/bin/sh", "-c", "printf '%s\n' \"$1\" > \"$0\"", paths.Output, line)],
    }, isScript: true)
    { Id = id, Title = "as given", Class = BackendClass.Native };

    /// <param name="file">Absolute path.</param>
    internal static GivenProgram OfFile(string id, string file) => new(new BuildStep
    {
        Phase = Phases.Build,
        Output = Path.GetFileName(file),
        Inputs = [file],
        Commands = paths => [Bench.Core.Command.Of("/bin/cp", "--", file, paths.Output)],
    }, isScript: false)
    { Id = id, Title = "as given", Class = BackendClass.Native, IsCountable = true };

    public override bool ShipsArtifact => !_isScript;

    public override Task<Availability> ProbeAsync(Toolbox tools, CancellationToken ct) => Task.FromResult<Availability>(new Availability.Ready("as given"));

    public override BuildStep Build(Workload workload, Toolbox tools) => _step;

    public override Bench.Core.Command CommandFor(ExecutionRequest request, Toolbox tools) =>
        _isScript ? Bench.Core.Command.Of("/bin/sh", request.Artifact) : Bench.Core.Command.Of(request.Artifact, request.Size.Args);
}
