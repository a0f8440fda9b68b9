namespace Bench.Core;

/// <summary>Wrong usage or unreadable input: the command line prints the message as one line and exits with 2.</summary>
public sealed class UsageException : Exception
{
    public UsageException(string message) : base(message) { }

    public UsageException(string message, Exception inner) : base(message, inner) { }

    public UsageException() { }
}
