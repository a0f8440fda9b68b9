using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Bench.Core;
using Bench.Fuzz;

// Feeds parsers with inputs that nobody would send by accident, until one of them breaks a rule.

const int fine = 0, found = 1, usage = 2, interrupted = 130;

Argument<string> targetName = new("TARGET") { Description = string.Join("; ", FuzzTargets.All.Where(static one => one is not PlantedFault).Select(static one => $"{one.Name}: {one.Summary}")) };
Option<double> seconds = new("--seconds") { Description = "How long", DefaultValueFactory = static _ => 30 };
Option<long?> inputs = new("--inputs") { Description = "How many inputs, instead of how long" };
Option<ulong?> seed = new("--seed") { Description = "Decides every input; another one each time if not given" };
Option<int> threads = new("--threads") { Description = "How many at once; which inputs there are does not depend on it", DefaultValueFactory = static _ => Environment.ProcessorCount };
Option<double> hang = new("--hang-seconds") { Description = "How long one input may take", DefaultValueFactory = static _ => 10 };
Option<string?> single = new("--input") { Description = "One input as hexadecimal digits, that of a finding" };
Option<ulong> choices = new("--choices") { Description = "What the finding says beside its input" };
RootCommand root = new("Feeds a parser with random, valid and damaged inputs and checks what must hold for all of them.") { targetName, seconds, inputs, seed, threads, hang, single, choices, new StormCommand() };
root.SetAction(Run);

ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
    return Fail(parsed.Errors[0].Message);
try
{
    return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (UsageException e)
{
    return Fail(e.Message);
}

int Run(ParseResult given)
{
    string name = given.GetValue(targetName)!;
    FuzzOptions options = new()
    {
        NewTarget = FuzzTargets.Find(name),
        Seed = given.GetValue(seed) ?? (ulong)Random.Shared.NextInt64(1_000_000),
        Inputs = given.GetValue(inputs),
        Time = given.GetValue(inputs) is null ? TimeSpan.FromSeconds(given.GetValue(seconds)) : null,
        Threads = Math.Max(1, given.GetValue(threads)),
        HangAfter = TimeSpan.FromSeconds(given.GetValue(hang)),
    };
    if (given.GetValue(single) is string hex)
        return Once(name, options, hex, given.GetValue(choices));

    using CancellationTokenSource stop = new();
    using PosixSignalRegistration onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, EndInOrder);
    using PosixSignalRegistration onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, EndInOrder);
    bool terminal = !Console.IsErrorRedirected;
    // Before anything else: a stack that overflows ends the process without another word.
    Console.Error.WriteLine($"{name}: seed {options.Seed}, {options.Threads} threads");
    FuzzResult result = FuzzRun.Execute(options, Progress, stop.Token);
    if (terminal)
        Console.Error.Write("\r\x1b[K");
    if (result.Finding is FuzzFinding finding)
        Show(name, options, finding);
    double perSecond = result.Inputs / Math.Max(0.001, result.Elapsed.TotalSeconds);
    Console.WriteLine(
        $"{name}: {result.Inputs:N0} inputs in {result.Elapsed.TotalSeconds:0.0} s ({perSecond:N0}/s), seed {options.Seed}: "
        + (result.Finding is not null ? "1 finding" : result.Interrupted ? "interrupted, no finding" : "no finding"));
    return result.Finding is not null ? found : result.Interrupted ? interrupted : fine;

    void Progress(long count, TimeSpan elapsed)
    {
        if (terminal)
            Console.Error.Write($"\r\x1b[K{name}: {count:N0} inputs, {elapsed.TotalSeconds:0} s");
    }

    void EndInOrder(PosixSignalContext signal)
    {
        // A second Ctrl-C ends at once.
        if (stop.IsCancellationRequested)
            return;
        signal.Cancel = true;
        stop.Cancel();
    }
}

int Once(string name, FuzzOptions options, string hex, ulong chosen)
{
    byte[] input;
    try
    {
        input = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
    }
    catch (FormatException)
    {
        throw new UsageException($"--input {hex}: these are no hexadecimal digits, two for each byte");
    }
    if (Examination.Of(options.NewTarget(), input, chosen, 0) is not FuzzFinding finding)
    {
        Console.WriteLine($"{name}: no finding in this input");
        return fine;
    }
    Console.WriteLine($"finding: {finding.Message}");
    return found;
}

static void Show(string name, FuzzOptions options, FuzzFinding finding)
{
    string bytes = Convert.ToHexString(finding.Input);
    Console.WriteLine($"finding: input {finding.Index.ToString(CultureInfo.InvariantCulture)} of seed {options.Seed}: {finding.Message}");
    Console.WriteLine($"its {finding.Input.Length} bytes{(finding.Input.Length < finding.FoundLength ? $", of {finding.FoundLength} before they were reduced" : "")}: {bytes}");
    Console.WriteLine($"again: dotnet run -c Release --project tests/Bench.Fuzz -- {name} --choices {finding.Choices} --input {bytes}");
}

static int Fail(string message)
{
    Console.Error.WriteLine($"fuzz: {message}");
    return usage;
}
