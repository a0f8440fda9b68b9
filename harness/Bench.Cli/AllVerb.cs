using Bench.Core;

namespace Bench.Cli;

internal sealed class AllVerb : IVerb
{
    public int Order => 9;
    public string Example => "./bench all   (the same as: sh run-all.ps1)";

    public Command Create(CliContext context)
    {
        Command command = new("all", "Installs what is missing, measures the quick suite and writes its report.");
        command.SetAction(async (_, ct) =>
        {
            await SetupVerb.InstallAsync(context, ct);
            // Anew, because an installation may have replaced the C library and others under this very process:
            // what it has not loaded yet would no longer fit to what it has.
            ProcessImage.Replace(Bench.Core.Command.Of(Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "bench.dll"), "run", "--suite", "quick"));
            return ExitCodes.Fine;
        });
        return command;
    }
}
