namespace Bench.Core;

/// <summary>Ends a process with the one that started it, whatever that dies of: by setpriv of util-linux, which every Debian has.</summary>
public static class ParentDeath
{
    private static readonly Tool s_setpriv = new() { Id = "setpriv", Title = "setpriv", Executables = ["setpriv"] };

    /// <param name="signal">Of the kernel to the process, such as <c>TERM</c>.</param>
    /// <returns>The command as it is where setpriv is missing.</returns>
    public static Command Tied(this Command command, Toolbox tools, string signal) => tools.Locate(s_setpriv) is string setpriv
        ? command with { Executable = setpriv, Arguments = ["--pdeathsig", signal, "--", command.Executable, .. command.Arguments] }
        : command;
}
