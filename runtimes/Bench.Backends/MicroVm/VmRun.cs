using Bench.Core;

namespace Bench.Backends.MicroVm;

/// <summary>One virtual machine from the start of its hypervisor to its end.</summary>
internal static class VmRun
{
    internal static Execution NotStarted(string reason) => new()
    {
        SpawnedAtUnixNs = RealtimeClock.UnixNanoseconds(),
        Exit = new ExitStatus.NotStarted(reason),
    };

    /// <exception cref="OperationCanceledException">Cancelled; the machine has been ended.</exception>
    internal static async Task<Execution> RunAsync(Command command, ExecutionOptions options, CancellationToken ct)
    {
        using OutputDigest output = new(skipLog: false);
        RowReader rows = new();
        long? firstOutputAt = null, mainAt = null;
        GuestFrames frames = new(
            bytes =>
            {
                firstOutputAt ??= RealtimeClock.UnixNanoseconds();
                output.Append(bytes);
            },
            bytes =>
            {
                rows.Append(bytes);
                // When the row came out, and not the time in it: the guest's clock is set anew with each boot, in whole seconds at worst.
                if (mainAt is null && rows.MainAtUnixNs is not null)
                    mainAt = RealtimeClock.UnixNanoseconds();
            });
        Execution machine;
        try
        {
            machine = await ChildProcess.RunServerAsync(command, options, bytes => frames.Append(bytes), ct);
        }
        catch (InvalidDataException e)
        {
            return NotStarted(e.Message);
        }
        return machine with
        {
            Exit = EndOf(machine, frames, Path.GetFileName(command.Executable)),
            Readings = [.. machine.Readings, .. Until(Phases.Startup, mainAt), .. Until(Phases.FirstOutput, firstOutputAt), .. rows.Readings],
            Output = output.Finish(),
            StderrTail = frames.Exit is null ? $"{rows.Finish()}\n{machine.StderrTail}".Trim() : rows.Finish(),
            MalformedRow = rows.MalformedRow,
        };

        IEnumerable<Reading> Until(string phase, long? at) => at is long then ? [new Reading(0, phase, Metric.Wall, then - machine.SpawnedAtUnixNs)] : [];
    }

    /// <summary>The program's end, if the machine did not end otherwise.</summary>
    private static ExitStatus EndOf(Execution machine, GuestFrames frames, string name)
    {
        // What ended the hypervisor is no trap of the program's.
        if (machine.Exit is not (ExitStatus.Exited or ExitStatus.Signalled))
            return machine.Exit;
        string said = machine.StderrTail[(machine.StderrTail.LastIndexOf('\n') + 1)..];
        return machine.Exit is ExitStatus.Exited { Code: 0 } && frames.Exit is ExitStatus program ? program
            : new ExitStatus.NotStarted($"{name}: {machine.Exit.Describe()} and no word of the program{(said.Length > 0 ? $": {said}" : "")}");
    }
}
