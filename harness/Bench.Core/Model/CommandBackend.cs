namespace Bench.Core;

/// <summary>A backend whose case is one child process: all but containers.</summary>
public abstract class CommandBackend : Backend
{
    /// <summary>The command line that runs the artifact with the workload's arguments.</summary>
    public abstract Command CommandFor(ExecutionRequest request, Toolbox tools);

    /// <summary>Whether the engine writes its own log lines to standard output before the program's first byte.</summary>
    public bool LogsToStdout { get; init; }

    /// <summary>Whether it can run a stream's function as a worker; not what is made for one kind of program.</summary>
    public virtual bool TakesFunctions => true;

    /// <summary>Whether a simulator of the processor can run it, and counts the same instructions each time: machine code made ahead of time, without a runtime that measures or asks the processor what it can do.</summary>
    public bool IsCountable { get; init; }

    public override Task<Execution> ExecuteAsync(ExecutionRequest request, Toolbox tools, CancellationToken ct) =>
        ChildProcess.RunAsync(CommandFor(request, tools), request.Options, LogsToStdout, ct);
}
