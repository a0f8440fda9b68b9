using Bench.Core;

namespace Bench.Reports;

/// <param name="Name">As it was given on the command line.</param>
public sealed record ComparedRun(string Name, Summary Summary)
{
    internal RunHeader Header => Summary.Run.Header;

    /// <summary>Whether a person means this run by that name: its path, or the name of its folder.</summary>
    public bool IsCalled(string name) => Name == name || Path.GetFileName(Path.TrimEndingDirectorySeparator(Name)) == Path.TrimEndingDirectorySeparator(name);

    /// <summary>The same run as if its machine had been given that label.</summary>
    public ComparedRun Labelled(string label) => this with
    {
        Summary = new Summary(Summary.Run with { Header = Header with { Machine = Header.Machine with { Label = label } } }),
    };
}
