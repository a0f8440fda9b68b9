using System.Diagnostics;

namespace Bench.Fuzz;

/// <summary>Workers, and a watch over them.</summary>
internal static class FuzzRun
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Ends with the first finding by index, the same one for any number of threads; inputs before it are still examined. A
    /// thread that hangs is left behind: it ends with the process.
    /// </summary>
    /// <param name="progress">Told the inputs so far, now and then.</param>
    internal static FuzzResult Execute(FuzzOptions options, Action<long, TimeSpan> progress, CancellationToken ct)
    {
        object gate = new();
        FuzzFinding? least = null;
        long end = options.Inputs ?? long.MaxValue;
        bool late = false;
        long start = Stopwatch.GetTimestamp();
        FuzzWorker[] workers = [.. Enumerable.Range(0, options.Threads).Select(first => new FuzzWorker(options, first, GoesOn, Found))];
        Thread[] threads = [.. workers.Select(static worker => new Thread(worker.Run) { IsBackground = true })];
        foreach (Thread thread in threads)
            thread.Start();
        while (!threads.All(static thread => thread.Join(0)))
        {
            threads.First(static thread => thread.IsAlive).Join(s_look);
            if (workers.FirstOrDefault(worker => worker.InInput > options.HangAfter) is FuzzWorker hanging)
            {
                Found(hanging.Hanging());
                break;
            }
            progress(Sum(), Stopwatch.GetElapsedTime(start));
        }
        lock (gate)
            return new FuzzResult(Sum(), Stopwatch.GetElapsedTime(start), least, ct.IsCancellationRequested && least is null);

        long Sum() => workers.Sum(static worker => worker.Examined);

        bool GoesOn(long index)
        {
            // The clock now and then only: it would take as long as a small input.
            if (!Volatile.Read(ref late) && index / options.Threads % 64 == 0)
                Volatile.Write(ref late, ct.IsCancellationRequested || Stopwatch.GetElapsedTime(start) > options.Time);
            return index < Volatile.Read(ref end) && !Volatile.Read(ref late);
        }

        void Found(FuzzFinding finding)
        {
            lock (gate)
            {
                if (least is null || finding.Index < least.Index)
                    least = finding;
                Volatile.Write(ref end, Math.Min(end, finding.Index));
            }
        }
    }
}
