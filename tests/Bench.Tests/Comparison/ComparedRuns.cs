using Bench.Core;
using Bench.Reports;

namespace Bench.Tests;

/// <summary>Runs of machines that do not exist, with a spread like that of real ones.</summary>
internal static class ComparedRuns
{
    internal static readonly MachineInfo Small = new("Example(R) Processor E1 CPU @ 2.50GHz", 2, 8L << 30, "x64", "6.12.0", "Debian GNU/Linux 13 (trixie)", "Example Cloud")
    {
        Cloud = "example", InstanceType = "example.small", Region = "nowhere-1",
    };

    internal static readonly MachineInfo Arm = new("Example-N1", 4, 16L << 30, "arm64", "6.12.0", "Debian GNU/Linux 13 (trixie)", "Example Cloud")
    {
        Cloud = "example", InstanceType = "example.arm", Region = "nowhere-1",
    };

    internal static readonly MachineInfo Old = new("Example E0", 2, 4L << 30, "x64", "6.1.0", "Debian GNU/Linux 12 (bookworm)", "") { Label = "my-old-box" };

    /// <summary>Three machines; one lacks a backend, on one a case fails, one has another version of an engine.</summary>
    internal static ComparedRun[] ThreeMachines() =>
    [
        Named("small", Measured(Small, 1, ["0.14.1", "22.12.0"], [("native-clang", 1, 1), ("wasmedge-aot", 1.12, 1.1), ("node", 1.3, 1.5)])),
        Named("arm", Measured(Arm, 2, ["0.14.1", "22.12.0"], [("native-clang", 0.8, 0.99), ("wasmedge-aot", 0.85, 1.14), ("node", 1.28, 1.52)])),
        Named("old", Measured(Old, 3, ["0.13.5", null], [("native-clang", 1.7, 1.6), ("wasmedge-aot", 2.0, 0)])
            .Failed("pi/small/wasmedge-aot", FailureCause.Trap, "out of bounds memory access, Code: 0x88")
            .Skipped("nbody/small/node", "'node' is not on PATH").Skipped("pi/small/node", "'node' is not on PATH")),
    ];

    internal static PriceList Prices() => PriceList.Load(Path.Combine(Repo.Root, "reports", "prices.example.yaml"));

    internal static ComparedRun Named(string name, FixtureRun run) => new(name, run.Summary);

    /// <summary>One workload on one backend, each time given as milliseconds.</summary>
    internal static ComparedRun One(string name, MachineInfo machine, params double[] milliseconds) => Named(name, Bare(machine).Measured("nbody/small/native-clang", milliseconds));

    internal static FixtureRun Bare(MachineInfo machine, string argument = "5000000", string commit = "18cc40c01234") => new FixtureRun { Machine = machine, Processes = 10, Commit = commit }
        .Backend("native-clang", "Native (clang)", BackendClass.Native, "19.1.7").Backend("node", "V8 (Node)", BackendClass.OptimisingJit, "22.12.0")
        .Workload("nbody", "small", argument).Workload("pi", "small", "20000");

    /// <summary>Ten times around a value, within 4 % and mostly within 2 %.</summary>
    internal static double[] Around(double milliseconds, ulong seed)
    {
        SplitMix random = new(seed);
        return [.. Enumerable.Range(0, 10).Select(_ => milliseconds * (0.96 + (0.02 * Enumerable.Range(0, 4).Sum(_ => random.NextDouble()))))];
    }

    internal static string Render(Comparison comparison, string format) => System.Text.Encoding.UTF8.GetString(
        ComparisonFormats.RenderAsync(comparison, [format], null, CancellationToken.None).GetAwaiter().GetResult().Single().Content.Span);

    private static FixtureRun Measured(MachineInfo machine, ulong seed, string?[] versions, (string Backend, double Nbody, double Pi)[] factors)
    {
        FixtureRun run = new FixtureRun { Machine = machine, Processes = 10 }
            .Backend("native-clang", "Native (clang)", BackendClass.Native, "19.1.7", "clang -O3")
            .Backend("wasmedge-aot", "WasmEdge AOT", BackendClass.Aot, versions[0], "wasmedge compile | wasmedge run")
            .Backend("node", "V8 (Node)", BackendClass.OptimisingJit, versions[1], "node run.mjs")
            .Workload("nbody", "small", "5000000").Workload("pi", "small", "20000");
        foreach ((string backend, double nbody, double pi) in factors)
        {
            run.Measured($"nbody/small/{backend}", Around(240 * nbody, seed = (seed * 31) + 1));
            if (pi > 0)
                run.Measured($"pi/small/{backend}", Around(320 * pi, seed = (seed * 31) + 1));
        }
        return run;
    }
}
