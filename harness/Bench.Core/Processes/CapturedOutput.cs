namespace Bench.Core;

/// <summary>What a tool printed, and how it ended.</summary>
/// <param name="Readings">Its own cost, phase <c>total</c>.</param>
public sealed record CapturedOutput(ExitStatus Exit, string Stdout, string Stderr, IReadOnlyList<Reading> Readings)
{
    public bool Succeeded => Exit is ExitStatus.Exited { Code: 0 };

    /// <summary>One line: how it ended, and the last line that it said.</summary>
    public string Describe()
    {
        string said = (Stderr.Trim().Length > 0 ? Stderr : Stdout).Trim();
        string last = BoundedTail.Printable(said[(said.LastIndexOf('\n') + 1)..]);
        return said.Length == 0 ? Exit.Describe() : $"{Exit.Describe()}: {last}";
    }
}
