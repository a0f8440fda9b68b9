using Bench.Core;

namespace Bench.Density;

/// <summary>A process of ours that measures one part, from its start until nothing of it is left.</summary>
internal static class DensityProcess
{
    private const int LinesOfStderr = 20;
    private static readonly TimeSpan s_ending = TimeSpan.FromSeconds(20), s_lastLines = TimeSpan.FromSeconds(5);

    /// <param name="limit">When it is given up.</param>
    /// <exception cref="DensityFaultException">It says that it cannot, or fell over.</exception>
    internal static async Task<DensityReport> RunAsync(Command command, TimeSpan limit, Action<int> alive, CancellationToken ct)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("bench-density-");
        string log = Path.Combine(folder.FullName, "stderr");
        try
        {
            Said said = new(alive);
            BackgroundProcess process = Start(command, log, said.Take);
            try
            {
                return await WaitAsync(process, said, log, limit, ct);
            }
            finally
            {
                // In order, so that it removes its containers; then whatever is left of its tree.
                await process.EndAsync(s_ending);
                await process.KillAsync();
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static BackgroundProcess Start(Command command, string log, Action<string?> onLine)
    {
        try
        {
            return BackgroundProcess.Start(command, log, onLine);
        }
        catch (IOException e)
        {
            throw new DensityFaultException(FailureCause.Launch, e.Message, inner: e);
        }
    }

    private static async Task<DensityReport> WaitAsync(BackgroundProcess process, Said said, string log, TimeSpan limit, CancellationToken ct)
    {
        ExitStatus exit;
        try
        {
            exit = await process.Exited.WaitAsync(limit, ct);
            await process.OutputEnded.WaitAsync(s_lastLines, ct);
        }
        catch (TimeoutException e)
        {
            throw new DensityFaultException(FailureCause.Timeout, $"not finished after {limit.TotalSeconds:0} s, with {said.Alive} instances", TailOf(log), e);
        }
        if (said.End?.Report() is DensityReport report)
            return report;
        if (said.End?.Error is string error)
            throw new DensityFaultException(said.End.Cause, error, TailOf(log));
        string tail = TailOf(log);
        throw new DensityFaultException(exit is ExitStatus.Signalled ? FailureCause.Killed : FailureCause.ExitCode,
            $"the process that held the instances ended after the look at {said.Alive} of them ({exit.Describe()}){(tail.Length > 0 ? $": {tail.Split('\n')[^1]}" : "")}", tail);
    }

    private static string TailOf(string log)
    {
        try
        {
            return string.Join('\n', File.ReadLines(log).TakeLast(LinesOfStderr));
        }
        catch (IOException e)
        {
            return $"(its log cannot be read: {e.Message})";
        }
    }

    private sealed class Said(Action<int> alive)
    {
        private volatile DensityLine? _end;
        private volatile int _alive;

        internal DensityLine? End => _end;

        internal int Alive => _alive;

        internal void Take(string? text)
        {
            if (text is null || DensityLine.Parse(text) is not DensityLine line)
                return;
            if (line.Alive is int number)
                alive(_alive = number);
            else
                _end = line;
        }
    }
}
