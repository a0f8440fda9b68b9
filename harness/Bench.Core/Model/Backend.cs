using System.Text.RegularExpressions;

namespace Bench.Core;

/// <summary>How a workload is run: an engine in one mode, a native program, a .NET form, a container.</summary>
public abstract class Backend
{
    /// <summary>Never changes once it stands in a results file.</summary>
    public required string Id { get; init; }
    public required string Title { get; init; }
    public required BackendClass Class { get; init; }

    /// <summary>The source it starts from: <c>c</c> or <c>csharp</c>.</summary>
    public string Language { get; init; } = "c";

    /// <summary>Ids from tools.json; the first is the one whose version is the backend's.</summary>
    public virtual IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>Recognises a trap in the tail of the process's output; engines that exit with 1 on a trap cannot be told apart otherwise.</summary>
    public Regex? TrapPattern { get; init; }

    /// <summary>Exit codes by which this engine reports a trap.</summary>
    public IReadOnlyList<int> TrapExitCodes { get; init; } = [];

    /// <summary>How a case that this backend runs is described in a run's header: the flags that decide its speed.</summary>
    public virtual string Flags => "";

    /// <summary>Asks the machine, quickly and without side effects.</summary>
    public virtual Task<Availability> ProbeAsync(Toolbox tools, CancellationToken ct) => tools.ProbeAllAsync(Tools, ct);

    /// <summary>Whether what the last build step makes is what a user would ship, so that its size says something.</summary>
    public virtual bool ShipsArtifact => true;

    /// <summary>Whether the program can tell the time, so that the phases which it reports itself are there.</summary>
    public virtual bool ProgramHasClock => true;

    /// <summary>Whether a program's exit code comes out; else one that ends with an error is known by its answer alone.</summary>
    public bool KeepsExitCode { get; init; } = true;

    public virtual bool CanRun(Workload workload) => workload.SourceIn(Language) is not null;

    /// <summary>Whether the two make a case at all. A variant for programs that have a feature is not even skipped for those that lack it.</summary>
    public virtual bool Concerns(Workload workload) => true;

    /// <summary>Backends that follow from this one, such as the same engine with vector instructions.</summary>
    public virtual IEnumerable<Backend> Variants => [];

    /// <summary>The last step of the chain that makes what is run.</summary>
    public abstract BuildStep Build(Workload workload, Toolbox tools);

    /// <summary>Runs one fresh process (or container) to its end. A failed program is a result, not an exception.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is left running.</exception>
    public abstract Task<Execution> ExecuteAsync(ExecutionRequest request, Toolbox tools, CancellationToken ct);
}

/// <summary>A source of backends: found by its type, so that a new backend is one new file.</summary>
public interface IBackendFamily
{
    IEnumerable<Backend> Backends { get; }
}

/// <summary>A family whose backends may leave something on the machine when the harness is killed.</summary>
public interface ILeavesBehind
{
    /// <summary>Ends and removes what dead harnesses left; what living ones use stays. Asked at the start of every run, whatever it measures.</summary>
    /// <remarks>Bounded in time. What it may not remove, such as another user's, it leaves to whoever may.</remarks>
    Task RemoveLeftoversAsync(RepoLayout layout, CancellationToken ct);
}
