namespace Bench.Cli;

/// <summary>A verb below <c>fleet</c>; one file each, found by its type.</summary>
internal interface IFleetVerb
{
    string Name { get; }

    /// <summary>Position in the help.</summary>
    int Order { get; }

    /// <summary>One command line that a newcomer can type, with what it does.</summary>
    string Example { get; }

    Command Create(CliContext context);
}
