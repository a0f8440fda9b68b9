using System.Diagnostics;
using System.Reflection;
using System.Runtime;

namespace Bench.Micro;

/// <summary>A benchmark whose code the runtime has compiled for good, and what a call costs then.</summary>
/// <remarks>
/// Code of the first tiers is up to ten times slower, and stays in place for a second or more: as long as new methods turn up the runtime
/// puts compiling off, and its compiler shares the processor with the benchmark. So the code is called a little and then left to the compiler,
/// again and again, until no method has been compiled for a while; a warm-up of a fixed length may end before that.
/// </remarks>
/// <param name="Result">What a call returned.</param>
/// <param name="CallNanoseconds">A time span would round it to hundreds.</param>
/// <param name="AllocatedBytes">By a call, on the calling thread alone: what the whole process allocates holds the runtime's own share.</param>
internal sealed record HotCode(object Result, double CallNanoseconds, long AllocatedBytes)
{
    /// <summary>More than the 30 calls after which a method is taken to the next tier.</summary>
    private const int CallsPerRound = 50;
    private const int Timings = 5;

    /// <summary>Four times the delay of the next tier that the harness asks for on one core: 10 ms.</summary>
    private static readonly TimeSpan s_quiet = TimeSpan.FromMilliseconds(40);

    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(5), s_timed = TimeSpan.FromMilliseconds(1);

    internal static HotCode Of(MethodInfo benchmark, object instance) =>
        benchmark.ReturnType == typeof(long) ? Of(benchmark.CreateDelegate<Func<long>>(instance))
        : benchmark.ReturnType == typeof(int) ? Of(benchmark.CreateDelegate<Func<int>>(instance))
        : Of(benchmark.CreateDelegate<Func<object>>(instance));

    private static HotCode Of<T>(Func<T> benchmark)
        where T : notnull
    {
        long start = Stopwatch.GetTimestamp(), changed = start, compiled = 0;
        while (Stopwatch.GetElapsedTime(changed) < s_quiet && Stopwatch.GetElapsedTime(start) < s_most)
        {
            Repeat(benchmark, CallsPerRound);
            Thread.Sleep(1);
            if (JitInfo.GetCompiledMethodCount() is long count && count != compiled)
                (compiled, changed) = (count, Stopwatch.GetTimestamp());
        }
        int calls = CallsPerRound;
        while (Time(benchmark, calls) < s_timed)
            calls *= 2;
        // The least of some: one that had to wait for the processor would make iterations too short to be timed.
        double nanoseconds = Enumerable.Range(0, Timings).Min(_ => Time(benchmark, calls)).TotalNanoseconds / calls;
        long before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(benchmark, calls);
        return new HotCode(benchmark(), nanoseconds, (GC.GetAllocatedBytesForCurrentThread() - before) / calls);
    }

    private static TimeSpan Time<T>(Func<T> benchmark, int calls)
    {
        long began = Stopwatch.GetTimestamp();
        Repeat(benchmark, calls);
        return Stopwatch.GetElapsedTime(began);
    }

    private static void Repeat<T>(Func<T> benchmark, int calls)
    {
        for (int i = 0; i < calls; i++)
            _ = benchmark();
    }
}
