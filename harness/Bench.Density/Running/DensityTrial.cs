using Bench.Core;
using Bench.Hosts;
using Bench.Streaming;

namespace Bench.Density;

/// <summary>One part of a run in this process, which was started for it.</summary>
public static class DensityTrial
{
    private const string Worker = "worker:";

    private static readonly TimeSpan s_margin = TimeSpan.FromSeconds(30);

    /// <param name="alive">Told now and then how many instances there are.</param>
    /// <exception cref="DensityFaultException">The host cannot be measured, or did not do what it should.</exception>
    public static async Task<DensityReport> RunAsync(HostMachine machine, string kind, DensityPart part, DensityPlan plan, Action<int> alive, TimeProvider time, CancellationToken ct)
    {
        await using FunctionHosts hosts = new(machine);
        Func<IFunctionHost> make;
        try
        {
            // The whole part is bounded: a storm of containers that takes longer is to end by that, and none of them as one that does not start.
            make = await hosts.PrepareAsync(kind, new FunctionSpec { Function = DensityPlan.Function, StartDeadline = 2 * plan.Time + s_margin }, ct);
        }
        catch (FunctionFaultException e)
        {
            throw DensityFaultException.Of(e, null);
        }
        return await RunAsync(make, MeterOf(machine, kind), part, plan, alive, time, ct);
    }

    internal static async Task<DensityReport> RunAsync(Func<IFunctionHost> make, IMemoryMeter meter, DensityPart part, DensityPlan plan, Action<int> alive, TimeProvider time, CancellationToken ct)
    {
        // What all instances share is there before the first that counts: an engine, an image, compiled code of ours.
        await WarmUpAsync(make, ct);
        if (part == DensityPart.Storm)
        {
            TimeSpan took = await InstanceStorm.RunAsync(plan.Storm, make, plan.Time, time, ct);
            return new DensityReport([new Reading(0, DensityPhases.Storm, Metric.Wall, (long)took.TotalNanoseconds), new Reading(0, DensityPhases.Storm, Metric.Instances, plan.Storm)], null);
        }
        await using InstanceRamp ramp = new(plan, make, meter, SystemRoom.Shortage, alive, time);
        await ramp.RunAsync(ct);
        return new DensityReport([.. ramp.Readings(), .. await new InstanceCalls(ramp, meter, time).RunAsync(ct)], ramp.Note);
    }

    private static async Task WarmUpAsync(Func<IFunctionHost> make, CancellationToken ct)
    {
        await using IFunctionHost host = make();
        try
        {
            await host.StartAsync(ct);
        }
        catch (FunctionFaultException e)
        {
            throw DensityFaultException.Of(e, null);
        }
        await new TripleMessage().SendAsync(host, 0, "the first instance", ct);
    }

    private static IMemoryMeter MeterOf(HostMachine machine, string kind) =>
        ContainerKinds.Includes(kind) ? new ContainerMeter(machine.Engine)
        : kind.StartsWith(Worker, StringComparison.Ordinal) ? new WorkerMeter()
        : new ProcessMeter();
}

/// <param name="Note">What the numbers do not say, in one line; null where nothing is to be said.</param>
public sealed record DensityReport(IReadOnlyList<Reading> Readings, string? Note);
