namespace Bench.Core;

/// <summary>How a planned case ended: exactly one for each.</summary>
public abstract record Outcome(CaseId Case)
{
    /// <param name="Processes">How many processes ended with the right answer.</param>
    public sealed record Measured(CaseId Case, int Processes) : Outcome(Case);

    /// <param name="Error">One line that says what happened.</param>
    /// <param name="StderrTail">The last lines of standard error, for a person.</param>
    public sealed record Failed(CaseId Case, FailureCause Cause, string Error, string StderrTail) : Outcome(Case);

    public sealed record Skipped(CaseId Case, string Reason) : Outcome(Case);
}

public enum FailureCause
{
    /// <summary>The program or module could not be built from its source, or is not a valid module.</summary>
    Build,

    /// <summary>The process or container could not be started: the tool has gone, or has no permission.</summary>
    Launch,

    /// <summary>A wasm trap, or the native program's fatal signal.</summary>
    Trap,
    Timeout,
    WrongOutput,
    ExitCode,
    OutOfMemory,

    /// <summary>Ended by a signal that the harness did not send.</summary>
    Killed,

    /// <summary>A <c>bench:</c> row on standard error could not be parsed.</summary>
    Protocol,
}
