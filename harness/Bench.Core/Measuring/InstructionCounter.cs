using System.Globalization;
using System.Text.RegularExpressions;

namespace Bench.Core;

/// <summary>Counts the user-space instructions of a program by Valgrind's Cachegrind, which simulates the processor: some fifty times slower than the program, and the same number each time.</summary>
/// <remarks>Nethercote and Seward, "Valgrind: a framework for heavyweight dynamic binary instrumentation", PLDI 2007. The caches are not simulated.</remarks>
public static partial class InstructionCounter
{
    private const string Tool = "valgrind";

    /// <exception cref="UsageException">The simulator is not installed; the message says how to get it.</exception>
    public static async Task RequireAsync(Toolbox tools, CancellationToken ct)
    {
        if (await tools.ProbeAsync(Tool, ct) is Availability.Missing missing)
            throw new UsageException($"instructions are counted by {tools.Catalog[Tool].Title.Split(',')[0]}: {missing.Reason}; {missing.Remedy}");
    }

    /// <summary>Of the simulator beside the program's own memory.</summary>
    private const long MemoryBytes = 1L << 30;

    /// <returns>What the program did, without any number of its cost, and its instructions; null where the simulator could not run it.</returns>
    /// <exception cref="UsageException">The simulator is not installed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is left running.</exception>
    internal static async Task<(Execution Execution, long? Instructions)> RunAsync(Command command, ExecutionOptions options, bool logsToStdout, Toolbox tools, CancellationToken ct)
    {
        string log = Path.GetTempFileName();
        try
        {
            // The loader and the C library read the environment: in one of its own the program counts alike wherever it is started from.
            Command simulated = command with
            {
                Executable = "/usr/bin/env",
                Arguments = ["-i", $"PATH={Environment.GetEnvironmentVariable("PATH")}", .. command.Environment.Select(static pair => $"{pair.Key}={pair.Value}"), tools[Tool], "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", $"--log-file={log}", command.Executable, .. command.Arguments],
            };
            Execution execution = await ChildProcess.RunAsync(simulated, options with { MemoryBytes = options.MemoryBytes + MemoryBytes }, logsToStdout, ct);
            Match count = Total().Match(await File.ReadAllTextAsync(log, ct));
            return (execution with { Readings = [] }, count.Success ? long.Parse(count.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : null);
        }
        finally
        {
            File.Delete(log);
        }
    }

    [GeneratedRegex(@"^==\d+== I\s+refs:\s+([\d,]+)", RegexOptions.Multiline)]
    private static partial Regex Total();
}
