using Bench.Core;
using Bench.Density;

namespace Bench.Tests;

/// <summary>What one process of a density run reports, of hosts that a test decides about.</summary>
public sealed class DensityTrialTests
{
    private static readonly DensityPlan s_plan = new() { Instances = 100, MemoryBytes = 1 << 30, Storm = 20, Time = TimeSpan.FromMinutes(1) };

    [Fact]
    public async Task Instances_are_built_up_to_their_number_and_all_of_them_called()
    {
        FakeInstances instances = new();
        DensityReport report = await RunAsync(instances, s_plan);
        Assert.Equal(100, Of(report, DensityPhases.Idle, Metric.Instances));
        Assert.Equal(100, Of(report, DensityPhases.End(DensityEnd.Instances), Metric.Instances));
        Assert.Equal(FakeInstances.BytesEach, Of(report, DensityPhases.Idle, Metric.IdleMemory));
        Assert.Equal(FakeInstances.BytesEach, Of(report, DensityPhases.Active, Metric.ActiveMemory));
        Assert.True(Of(report, DensityPhases.Active, Metric.PerSecond) > 0);
        Assert.Null(report.Note);
        Assert.Equal(0, instances.Alive);
    }

    [Fact]
    public async Task What_fits_is_extrapolated_when_there_were_enough_instances_before_the_limit()
    {
        DensityReport report = await RunAsync(new FakeInstances(), s_plan with { MemoryBytes = FakeInstances.BaseBytes + (1000 * FakeInstances.BytesEach) });
        Assert.Equal(1000, Of(report, DensityPhases.FitExtrapolated, Metric.Instances));
        Assert.Null(Of(report, DensityPhases.Fit, Metric.Instances));
    }

    [Fact]
    public async Task What_fits_is_measured_when_memory_ends_the_build_up()
    {
        DensityReport report = await RunAsync(new FakeInstances(), s_plan with { MemoryBytes = FakeInstances.BaseBytes + (37 * FakeInstances.BytesEach) });
        Assert.Equal(37, Of(report, DensityPhases.Fit, Metric.Instances));
        Assert.NotNull(Of(report, DensityPhases.End(DensityEnd.Memory), Metric.Instances));
        Assert.Null(Of(report, DensityPhases.FitExtrapolated, Metric.Instances));
    }

    [Fact]
    public async Task A_host_that_allows_no_more_ends_the_build_up_and_is_explained()
    {
        DensityReport report = await RunAsync(new FakeInstances { Most = 13 }, s_plan);
        // The first one warmed up and was ended.
        Assert.Equal(12, Of(report, DensityPhases.End(DensityEnd.Limit), Metric.Instances));
        Assert.Equal(12, Of(report, DensityPhases.Fit, Metric.Instances));
        Assert.StartsWith("no more than 12 instances: there is no more room; ", report.Note, StringComparison.Ordinal);
        Assert.Contains(" TiB of address space, ", report.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shortage_of_the_system_ends_the_build_up_before_it_takes_the_process_down()
    {
        FakeInstances instances = new();
        await using InstanceRamp ramp = new(s_plan with { Instances = 5000 }, instances.Make, instances, () => instances.Alive >= 1200 ? "nothing is left" : null, static _ => { }, TimeProvider.System);
        await ramp.RunAsync(CancellationToken.None);
        Assert.Equal(1500, ramp.Hosts.Count);
        Assert.StartsWith("no more than 1500 instances: nothing is left; ", ramp.Note, StringComparison.Ordinal);
        Assert.Contains(ramp.Readings(), static one => one == new Reading(0, DensityPhases.Fit, Metric.Instances, 1500));
    }

    [Fact]
    public async Task The_time_ends_the_build_up_with_one_instance_at_least()
    {
        DensityReport report = await RunAsync(new FakeInstances(), s_plan with { Time = TimeSpan.Zero });
        Assert.Equal(1, Of(report, DensityPhases.End(DensityEnd.Time), Metric.Instances));
    }

    [Fact]
    public async Task A_limit_below_one_instance_is_out_of_memory()
    {
        DensityFaultException fault = await Assert.ThrowsAsync<DensityFaultException>(() => RunAsync(new FakeInstances(), s_plan with { MemoryBytes = FakeInstances.BaseBytes + 1 }));
        Assert.Equal((FailureCause.OutOfMemory, "with one instance 9 KiB of memory are taken, and the limit is 9 KiB"), (fault.Cause, fault.Message));
    }

    [Fact]
    public async Task A_host_that_refuses_the_first_instance_is_no_failure()
    {
        DensityFaultException fault = await Assert.ThrowsAsync<DensityFaultException>(() => RunAsync(new FakeInstances { Most = 0 }, s_plan));
        Assert.Equal((null, "there is no more room"), (fault.Cause, fault.Message));
    }

    [Fact]
    public async Task An_instance_that_died_while_it_was_idle_is_named()
    {
        FakeInstances instances = new() { Dead = 8 };
        DensityFaultException fault = await Assert.ThrowsAsync<DensityFaultException>(() => RunAsync(instances, s_plan));
        Assert.Equal((FailureCause.Killed, "instance 7 of 100: killed by signal 9"), (fault.Cause, fault.Message));
        Assert.Equal(0, instances.Alive);
    }

    [Fact]
    public async Task An_answer_that_is_not_three_times_the_number_is_wrong()
    {
        DensityFaultException fault = await Assert.ThrowsAsync<DensityFaultException>(() => RunAsync(new FakeInstances { Factor = 2 }, s_plan));
        Assert.Equal((FailureCause.WrongOutput, "the first instance was sent 0.5 and answered 34 3f800000, expected one reply with 1.5"), (fault.Cause, fault.Message));
    }

    [Fact]
    public async Task A_storm_starts_all_of_them_before_any_is_ready()
    {
        TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int starting = 0;
        FakeInstances instances = new()
        {
            Starting = (number, ct) =>
            {
                if (number == 1)
                    return Task.CompletedTask;   // the one that warms up
                if (Interlocked.Increment(ref starting) == s_plan.Storm)
                    all.SetResult();
                return all.Task.WaitAsync(ct);
            },
        };
        DensityReport report = await RunAsync(instances, s_plan, DensityPart.Storm);
        Assert.Equal(s_plan.Storm, Of(report, DensityPhases.Storm, Metric.Instances));
        Assert.NotNull(Of(report, DensityPhases.Storm, Metric.Wall));
        Assert.Equal(0, instances.Alive);
    }

    [Fact]
    public async Task A_storm_that_does_not_end_is_given_up_with_the_count_of_those_that_answered()
    {
        FakeInstances instances = new() { Starting = static (number, ct) => number > 5 ? Task.Delay(Timeout.Infinite, ct) : Task.CompletedTask };
        DensityFaultException fault = await Assert.ThrowsAsync<DensityFaultException>(() => RunAsync(instances, s_plan with { Time = TimeSpan.FromMilliseconds(500) }, DensityPart.Storm));
        Assert.Equal(FailureCause.Timeout, fault.Cause);
        Assert.StartsWith("of 20 instances started at once 4 had answered", fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, instances.Alive);
    }

    [Fact]
    public async Task One_instance_that_cannot_start_ends_a_storm()
    {
        FakeInstances instances = new() { Most = 10, Starting = static (number, ct) => number > 11 ? Task.Delay(Timeout.Infinite, ct) : Task.CompletedTask };
        DensityFaultException fault = await Assert.ThrowsAsync<DensityFaultException>(() => RunAsync(instances, s_plan, DensityPart.Storm));
        Assert.Equal(FailureCause.Launch, fault.Cause);
        Assert.EndsWith("of 20 at once: there is no more room", fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, instances.Alive);
    }

    private static Task<DensityReport> RunAsync(FakeInstances instances, DensityPlan plan, DensityPart part = DensityPart.Ramp) =>
        DensityTrial.RunAsync(instances.Make, instances, part, plan, static _ => { }, TimeProvider.System, CancellationToken.None);

    private static long? Of(DensityReport report, string phase, Metric metric) =>
        report.Readings.Where(one => one.Phase == phase && one.Metric == metric).Select(static one => (long?)one.Value).SingleOrDefault();
}
