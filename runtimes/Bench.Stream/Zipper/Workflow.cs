namespace Bench.Streaming;

/// <summary>What a zipper is to do, as workflow.yaml says it.</summary>
public sealed record Workflow
{
    public required string Name { get; init; }

    /// <summary>Name or address of this machine to listen on.</summary>
    public required string Host { get; init; }

    /// <summary>0 takes a free one.</summary>
    public required int Port { get; init; }

    /// <summary>What clients must show.</summary>
    public Credential Credential { get; init; } = Credential.None;

    /// <summary>In the order in which messages pass through them: a message goes to later functions only.</summary>
    public required IReadOnlyList<WorkflowFunction> Functions { get; init; }

    /// <summary>Other zippers that get every message of this one's own clients.</summary>
    public IReadOnlyList<Downstream> Downstream { get; init; } = [];

    /// <param name="hostFault">What is wrong with the word for a function's host, null where nothing is; without it, any word will do.</param>
    /// <exception cref="WorkflowException">The file cannot be read, or something in it is wrong: file, line and what.</exception>
    public static Workflow Load(string file, Func<string, string?>? hostFault = null)
    {
        try
        {
            return Parse(File.ReadAllText(file), file, hostFault);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WorkflowException($"cannot read the workflow: {e.Message}", e);
        }
    }

    /// <param name="file">For messages only.</param>
    /// <exception cref="WorkflowException">Something is wrong: file, line and what.</exception>
    /// <inheritdoc cref="Load"/>
    public static Workflow Parse(string text, string file, Func<string, string?>? hostFault = null) => new WorkflowReader(file, hostFault).Read(text);
}

/// <param name="HostKind">Where the zipper's command runs it, one word; null when the function comes by itself.</param>
/// <param name="File">What is run there.</param>
/// <param name="Observe">Tags; empty: those the function declares.</param>
public sealed record WorkflowFunction(string Name, string? HostKind = null, string? File = null, IReadOnlyList<byte>? Observe = null, int Instances = 1, int? QueueBytes = null,
    WhenFull WhenFull = WhenFull.Wait);

/// <summary>What happens to a message for a function whose queue is full.</summary>
public enum WhenFull
{
    /// <summary>Whoever sent it waits; nothing is lost.</summary>
    Wait,

    /// <summary>It is dropped and counted; nobody waits.</summary>
    Drop,
}

public sealed record Downstream(string Name, ZipperAddress Address, Credential Credential, string? Pin);

/// <summary>A workflow that cannot be used; the message is one line with file and line number.</summary>
public sealed class WorkflowException(string message, Exception? inner = null) : Exception(message, inner);
