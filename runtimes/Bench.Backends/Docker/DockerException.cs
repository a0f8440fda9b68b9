namespace Bench.Backends.Docker;

/// <summary>The engine refused a request, did not answer in time, or has gone. The message is one line and carries the engine's own words.</summary>
public sealed class DockerException : Exception
{
    public DockerException() { }

    public DockerException(string message) : base(message) { }

    public DockerException(string message, Exception inner) : base(message, inner) { }

    /// <summary>HTTP status of the engine's answer; 0 when there was no answer.</summary>
    public int Status { get; init; }

    /// <summary>The engine answered, and what it answered was no: asking again is of no use.</summary>
    public bool IsRefusal => Status != 0;

    public bool IsNotFound => Status == 404;
}
