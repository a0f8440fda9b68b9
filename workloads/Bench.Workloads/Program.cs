using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Bench.Workloads;

internal static class Program
{
    private const int ExitUsage = 2;
    private const int ExitData = 65;   // these two as in BSD's sysexits.h, and as the C programs have them
    private const int ExitIo = 74;

    private const int MaxIterations = 1_000_000;
    private const string IterationsOption = "--iterations=";

    private static int Main(string[] args)
    {
        long mainAt = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        // Streams instead of Console.Out and Console.Error, whose encodings and writers would count as start-up.
        // Output first: opening duplicates the descriptor, and a closed standard output would become a second standard error.
        using Stream? output = OpenOutput();
        using Stream rows = Console.OpenStandardError();
        WriteLine(rows, $"bench: main-at={mainAt}");

        if (args.Length is < 2 or > 3)
            return WrongUsage(rows, "a workload and one number are needed");
        if (KernelTable.Find(args[0]) is not IWorkload workload)
            return UnknownWorkload(rows, args[0]);
        if (!long.TryParse(args[1], NumberStyles.None, null, out long n))
            return WrongUsage(rows, "N must be a whole number that fits in a long");
        int iterations = 1;
        if (args.Length == 3)
        {
            if (!args[2].StartsWith(IterationsOption, StringComparison.Ordinal))
                return WrongUsage(rows, "unknown option");
            if (!int.TryParse(args[2].AsSpan(IterationsOption.Length), NumberStyles.None, null, out iterations)
                || iterations is < 1 or > MaxIterations)
                return WrongUsage(rows, $"K must be from 1 to {MaxIterations}");
        }

        return Run(workload, n, iterations, output, rows);
    }

    /// <returns>The exit code.</returns>
    /// <param name="output">Null if standard output is closed.</param>
    internal static int Run(IWorkload workload, long n, int iterations, Stream? output, Stream rows)
    {
        // The kernel, then its parts, of each iteration.
        List<WorkloadPhase[]> iterationPhases = new(iterations);
        try
        {
            workload.Prepare(n);
            for (int k = 0; k < iterations; k++)
            {
                long start = Stopwatch.GetTimestamp();
                workload.Compute(n);
                long elapsed = Stopwatch.GetTimestamp() - start;
                iterationPhases.Add([new("execute", (long)(elapsed * (1e9 / Stopwatch.Frequency))), .. workload.Phases]);
            }
        }
        catch (ArgumentOutOfRangeException e)
        {
            WriteLine(rows, e.Message.ReplaceLineEndings(" "));
            return ExitUsage;
        }
        catch (InvalidDataException e)
        {
            WriteLine(rows, e.Message);
            return ExitData;
        }

        try
        {
            workload.Print(output ?? throw new IOException("standard output is closed"));
        }
        catch (Exception e) when (IsOutputFailure(e))
        {
            WriteLine(rows, $"cannot write the answer: {(e.InnerException ?? e).Message}");
            return ExitIo;
        }
        for (int phase = 0; phase < iterationPhases[0].Length; phase++)
            for (int k = 0; k < iterations; k++)
                WriteLine(rows, $"bench: phase={iterationPhases[k][phase].Name} iteration={k + 1} ns={iterationPhases[k][phase].Nanoseconds}");
        return 0;
    }

    private static Stream? OpenOutput()
    {
        try
        {
            return Console.OpenStandardOutput();
        }
        catch (Exception e) when (IsOutputFailure(e))
        {
            return null;
        }
    }

    // A descriptor that is not open for writing is an UnauthorizedAccessException, every other cause an IOException.
    private static bool IsOutputFailure(Exception e) => e is IOException or UnauthorizedAccessException;

    private static int UnknownWorkload(Stream rows, string id)
    {
        string[] ids = KernelTable.Ids;
        Array.Sort(ids, StringComparer.Ordinal);
        return WrongUsage(rows, $"unknown workload '{id}', there are {string.Join(", ", ids)}");
    }

    private static int WrongUsage(Stream rows, string problem)
    {
        WriteLine(rows, $"{problem}; usage: Bench.Workloads WORKLOAD N [{IterationsOption}K]");
        return ExitUsage;
    }

    private static void WriteLine(Stream stream, string line) => stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
}
