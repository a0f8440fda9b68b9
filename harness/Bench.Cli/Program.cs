using System.CommandLine;
using System.Runtime.InteropServices;
using Bench.Cli;
using Bench.Core;
using Spectre.Console;

using CancellationTokenSource stop = new();
using PosixSignalRegistration onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, EndInOrder);
using PosixSignalRegistration onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, EndInOrder);

try
{
    await using CliContext context = new(NewConsole(), RepoLayout.Find(AppContext.BaseDirectory));
    ParseResult parsed = Verbs.Root(context).Parse(args);
    if (Verbs.Fault(parsed) is string fault)
        return Fail(ExitCodes.Usage, fault);
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop.Token);
}
catch (UsageException e)
{
    return Fail(ExitCodes.Usage, e.Message);
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return Fail(ExitCodes.Interrupted, "interrupted");
}

void EndInOrder(PosixSignalContext signal)
{
    // A second Ctrl-C ends at once.
    if (stop.IsCancellationRequested)
        return;
    signal.Cancel = true;
    stop.Cancel();
}

static IAnsiConsole NewConsole()
{
    if (!Console.IsOutputRedirected)
        return AnsiConsole.Console;
    // A file or pipe gets plain text, wide enough that tables are not folded.
    IAnsiConsole plain = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
    plain.Profile.Width = 200;
    return plain;
}

static int Fail(int code, string message)
{
    Console.Error.WriteLine($"bench: {message}");
    return code;
}
