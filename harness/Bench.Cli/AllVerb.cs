namespace Bench.Cli;

internal sealed class AllVerb : IVerb
{
    public int Order => 6;
    public string Example => "./bench all   (the same as: sh run-all.ps1)";

    public Command Create(CliContext context)
    {
        Command command = new("all", "Installs what is missing, measures the quick suite and writes its report.");
        command.SetAction(async (_, ct) =>
        {
            await SetupVerb.InstallAsync(context, ct);
            await using CliContext fresh = context.AfterSetup();
            return await new RunSession(fresh).BeginAsync(RunVerb.OptionsOf(fresh, "quick"), (ulong)Random.Shared.NextInt64(1, 1_000_000), folder: null, strict: false, ct);
        });
        return command;
    }
}
