using Bench.Core;

namespace Bench.Reports;

/// <param name="Name">As it was given on the command line.</param>
public sealed record ComparedRun(string Name, Summary Summary)
{
    /// <summary>Why the run is not whole, where its machine did not finish it; null for a whole one.</summary>
    public FailedMachine? Partial { get; init; }

    /// <summary>Of its machine, where a label gives it.</summary>
    public LabelledPrice? Price { get; init; }

    /// <summary>Whether a fleet measured it on one of its nodes.</summary>
    public bool IsOfFleet { get; init; }

    internal RunHeader Header => Summary.Run.Header;

    /// <summary>Whether a person means this run by that name: its path, or the name of its folder.</summary>
    public bool IsCalled(string name) => Name == name || Path.GetFileName(Path.TrimEndingDirectorySeparator(Name)) == Path.TrimEndingDirectorySeparator(name);

    /// <summary>The same run as if its machine had been given that label.</summary>
    public ComparedRun Labelled(string label) => On(Header.Machine with { Label = label });

    /// <summary>The same run as if its machine had said that it is of that type.</summary>
    public ComparedRun Typed(string type) => On(Header.Machine with { InstanceType = type });

    /// <summary>The run and, behind it, the one of streams that was measured together with it, if there is one.</summary>
    /// <exception cref="UsageException">The latter cannot be read.</exception>
    public IReadOnlyList<RunRecord> WithStreams() => RunFolder.StreamsOf(Name) is string streams && File.Exists(RunFolder.RunFile(streams))
        ? [Summary.Run, RunFolder.Read(streams)]
        : [Summary.Run];

    /// <summary>The same run as if its machine were described so.</summary>
    internal ComparedRun On(MachineInfo machine) =>
        machine == Header.Machine ? this : this with { Summary = new Summary(Summary.Run with { Header = Header with { Machine = machine } }) };
}
