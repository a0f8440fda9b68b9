using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Mathematics.OutlierDetection;

namespace Bench.Micro;

/// <summary>Measures one case in this process and writes the rows of harness/PROTOCOL.md. Each sample is a process that the harness starts afresh.</summary>
/// <remarks>
/// BenchmarkDotNet counts, times and subtracts its own overhead, but starts no processes of its own: it would run all of one case before the
/// next, and a machine that becomes slower would then look like a slower contestant.
/// </remarks>
internal static class CaseRun
{
    private const int WarmUps = 4, Iterations = 8, Unroll = 16;
    private const double OperationsOfPhase = 1e6;
    private static readonly TimeSpan s_iteration = TimeSpan.FromMilliseconds(20);

    /// <exception cref="InvalidOperationException">BenchmarkDotNet gave no result.</exception>
    internal static void Measure(MeasuredCase one)
    {
        HotCode hot = HotCode.Of(one.Method, one.Prepare());
        Console.Out.Write(one.Answer(hot.Result));
        WriteBytes("allocated-bytes", hot.AllocatedBytes);
        WriteBytes("payload-bytes", one.PayloadBytes);
        if (one.ArrivedBytes is int arrived)
            WriteBytes("arrived-bytes", arrived);

        foreach (Measurement result in Run(one, InvocationsOf(hot.CallNanoseconds)))
            Console.Error.WriteLine($"bench: phase=million iteration={result.IterationIndex} ns={NanosecondsOfPhase(result)}");
    }

    private static Measurement[] Run(MeasuredCase one, int invocations)
    {
        KeptLog log = new();
        // It insists on a folder, which stays empty.
        DirectoryInfo folder = Directory.CreateTempSubdirectory("bench-micro-");
        try
        {
            Summary summary = BenchmarkRunner.Run(RunInfoOf(one, invocations, folder.FullName, log));
            Measurement[] results = [.. summary.Reports.SelectMany(static report => report.AllMeasurements)
                .Where(static one => one is { IterationMode: IterationMode.Workload, IterationStage: IterationStage.Result })];
            return results.Length > 0 ? results : throw new InvalidOperationException($"BenchmarkDotNet measured nothing: {log.LastLines}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <remarks>What is left of next to nothing, after the overhead was subtracted, can be below zero.</remarks>
    private static long NanosecondsOfPhase(Measurement result) => (long)Math.Round(Math.Max(0, result.Nanoseconds / result.Operations * OperationsOfPhase));

    private static void WriteBytes(string metric, long bytes) => Console.Error.WriteLine($"bench: phase=operation metric={metric} value={bytes}");

    private static int InvocationsOf(double callNanoseconds) => checked(Unroll * (int)Math.Ceiling(s_iteration.TotalNanoseconds / callNanoseconds / Unroll));

    private static BenchmarkRunInfo RunInfoOf(MeasuredCase one, int invocations, string folder, ILogger log)
    {
        Job job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithLaunchCount(1)
            .WithWarmupCount(WarmUps).WithIterationCount(Iterations).WithInvocationCount(invocations).WithUnrollFactor(Unroll)
            // Collections come when they come, as in a program; a forced one before each iteration makes the first ones touch new memory.
            .WithGcForce(false)
            // What is an outlier is decided where the numbers are read.
            .WithOutlierMode(OutlierMode.DontRemove);
        IConfig config = ManualConfig.CreateEmpty().AddJob(job).AddLogger(log)
            .WithOptions(ConfigOptions.DisableLogFile).WithArtifactsPath(folder);
        BenchmarkRunInfo all = BenchmarkConverter.MethodsToBenchmarks(one.Method.ReflectedType!, [one.Method], config);
        return new BenchmarkRunInfo([.. all.BenchmarksCases.Where(one.Is)], all.Type, all.Config);
    }
}
