namespace Bench.Core;

/// <summary>A build step failed. Caught where the case becomes Failed; never shown as a stack trace.</summary>
public sealed class BuildFailedException : Exception
{
    /// <param name="toolGone">The tool itself could not be started.</param>
    /// <param name="message">One line.</param>
    /// <param name="output">What the tool printed.</param>
    public BuildFailedException(bool toolGone, string message, string output) : base(message)
    {
        ToolGone = toolGone;
        Output = output.Length > 4096 ? output[^4096..] : output;
    }

    public BuildFailedException() { }

    public BuildFailedException(string message) : base(message) { }

    public BuildFailedException(string message, Exception inner) : base(message, inner) { }

    public bool ToolGone { get; }
    public string Output { get; } = "";
}
