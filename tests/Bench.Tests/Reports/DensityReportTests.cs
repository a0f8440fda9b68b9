using Bench.Core;
using Bench.Reports;

namespace Bench.Tests;

/// <summary>Runs of many instances, which have no start and end of a program.</summary>
public sealed class DensityReportTests
{
    private const string InProcess = "triple/density/wasm2c", Worker = "triple/density/worker:node", Container = "triple/density/container";

    [Fact]
    public void Starts_and_memory_have_a_table_each() =>
        StoredFile.Holds("report-density.md", Rendered.Text([Summary()], ReportOptions.Default, "md"));

    [Fact]
    public void The_console_shows_the_same_two_and_no_matrix_of_programs()
    {
        Summary summary = Summary();
        Assert.Equal(["triple: start of an instance", "triple: memory of an instance"], DensityTables.Of(summary).Select(static one => one.Title));
        Assert.Null(ConsoleTables.Matrix(summary, "density"));
    }

    [Fact]
    public void All_cores_are_used_by_intention() =>
        Assert.DoesNotContain(Summary().Findings, static one => one is NotPinned or OthersRan or OutputUnchecked);

    private static Summary Summary()
    {
        RunRecord run = new FixtureRun { Suite = "density", Processes = 2 }
            .Backend("wasm2c", "wasm2c", BackendClass.Aot).Backend("worker:node", "worker:node", BackendClass.OptimisingJit).Backend("container", "container", BackendClass.Container)
            .Workload("triple", "density", "instances=1000", "storm=100")
            .Values(InProcess, DensityPhases.Instantiate, Metric.Wall, 7_000, 7_400).Values(InProcess, DensityPhases.Instantiate, Metric.WallP90, 11_000, 12_000)
            .Values(InProcess, DensityPhases.FirstCall, Metric.Wall, 2_700, 2_900).Values(InProcess, DensityPhases.Storm, Metric.Wall, 4_200_000, 4_400_000)
            .Values(InProcess, DensityPhases.Storm, Metric.Instances, 100, 100).Values(InProcess, DensityPhases.Active, Metric.PerSecond, 2_000_000, 2_100_000)
            .Values(InProcess, DensityPhases.Idle, Metric.IdleMemory, 4_800, 4_900).Values(InProcess, DensityPhases.Active, Metric.ActiveMemory, 8_800, 9_000)
            .Values(InProcess, DensityPhases.Idle, Metric.Instances, 1000, 1000).Values(InProcess, DensityPhases.End(DensityEnd.Instances), Metric.Instances, 1000, 1000)
            .Values(InProcess, DensityPhases.All, Metric.IdleMemory, 60L << 20, 62L << 20).Values(InProcess, DensityPhases.FitExtrapolated, Metric.Instances, 210_000, 212_000)
            .Values(Worker, DensityPhases.Instantiate, Metric.Wall, 131_000_000, 140_000_000).Values(Worker, DensityPhases.FirstCall, Metric.Wall, 221_000, 230_000)
            .Values(Worker, DensityPhases.Idle, Metric.IdleMemory, 7_100_000, 7_200_000).Values(Worker, DensityPhases.Host, Metric.IdleMemory, 250_000, 255_000)
            .Values(Worker, DensityPhases.Idle, Metric.Instances, 138, 137).Values(Worker, DensityPhases.End(DensityEnd.Memory), Metric.Instances, 138, 137)
            .Values(Worker, DensityPhases.Fit, Metric.Instances, 137, 136)
            .Failed(Container, FailureCause.Killed, "instance 3 of 50: killed by signal 9").Record;
        return new Summary(run with
        {
            Header = run.Header with { Workloads = [.. run.Header.Workloads.Select(static one => one with { Kind = WorkloadInfo.DensityKind })] },
            Outcomes = new Dictionary<CaseId, Outcome>(run.Outcomes)
            {
                [CaseId.Parse(InProcess)] = new Outcome.Measured(CaseId.Parse(InProcess), 2),
                [CaseId.Parse(Worker)] = new Outcome.Measured(CaseId.Parse(Worker), 2),
            },
            Notes = [new NoteRecord(CaseId.Parse(Worker), "of 100 instances started at once 98 had answered after 30 s")],
        });
    }
}
