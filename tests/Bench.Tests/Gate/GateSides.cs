using Bench.Core;
using Bench.Gate;

namespace Bench.Tests;

/// <summary>Sides of a gate that are made up: one case, two backends, times in milliseconds.</summary>
internal static class GateSides
{
    internal static readonly CaseId Nbody = CaseId.Parse("nbody/small/native-clang");

    /// <summary>Ten processes around 100 ms, within 2 %.</summary>
    internal static readonly double[] Before = [99.2, 100.4, 101.1, 98.7, 100.0, 100.9, 99.6, 101.7, 98.9, 100.2];

    internal static FixtureRun Side(string? pair = "one", MachineInfo? machine = null, string version = "19.1.7", string arguments = "5000000") =>
        new FixtureRun { Processes = 10, Pair = pair, Machine = machine ?? FixtureRun.Xeon }
            .Backend("native-clang", "Native (clang)", BackendClass.Native, version, "clang -O3").Backend("native-gcc", "Native (gcc)", BackendClass.Native, "12.2.0")
            .Workload("nbody", "small", arguments).Workload("pi", "small", "20000");

    /// <summary>Measured at a factor of <see cref="Before"/>.</summary>
    internal static FixtureRun At(double factor) => Side().Measured(Nbody.ToString(), Times(factor));

    /// <summary>In another order where the factor is not 1: processes beside each other have their own noise.</summary>
    internal static double[] Times(double factor) => [.. Before.Skip(factor == 1 ? 0 : 3).Concat(Before.Take(factor == 1 ? 0 : 3)).Select(one => one * factor)];

    internal static GateReport Judge(FixtureRun before, FixtureRun after, GateRules? rules = null, GateOptions? options = null) =>
        GateJudge.Judge([new GateRun("before", before.Record)], [new GateRun("after", after.Record)], rules ?? GateRules.Default, options ?? GateOptions.Default);

    internal static GateCheck Of(this GateReport report, string subject, CaseId? id = null) => Assert.Single(report.Checks, one => one.Subject.Name == subject && one.Case == (id ?? Nbody));
}
