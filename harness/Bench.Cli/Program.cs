using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Bench.Cli;
using Bench.Core;
using Spectre.Console;

// What tells a program to end may say so twice: timeout signals its child, and then its whole process group.
TimeSpan together = TimeSpan.FromMilliseconds(300);
long askedAt = 0;
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
    if (stop.IsCancellationRequested && Stopwatch.GetElapsedTime(askedAt) > together)
        return;
    signal.Cancel = true;
    if (stop.IsCancellationRequested)
        return;
    askedAt = Stopwatch.GetTimestamp();
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
