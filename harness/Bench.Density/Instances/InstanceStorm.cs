using System.Collections.Concurrent;
using Bench.Core;
using Bench.Streaming;

namespace Bench.Density;

/// <summary>Many instances that are started at the same instant.</summary>
internal static class InstanceStorm
{
    /// <summary>A task for each, let go by one gate; nothing but the machine bounds how many start at once.</summary>
    /// <returns>From the opening of the gate until the last had answered its first message.</returns>
    /// <exception cref="DensityFaultException">One of them did not start or answer, or the time was over.</exception>
    internal static async Task<TimeSpan> RunAsync(int instances, Func<IFunctionHost> make, TimeSpan limit, TimeProvider time, CancellationToken ct)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        stop.CancelAfter(limit);
        ConcurrentBag<IFunctionHost> started = [];
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task[] tasks = [.. Enumerable.Range(0, instances).Select(StartAsync)];
        long begin = time.GetTimestamp();
        gate.SetResult();
        try
        {
            await Task.WhenAll(tasks);
            return time.GetElapsedTime(begin);
        }
        catch (Exception) when (tasks.Select(static one => one.Exception?.InnerException).OfType<DensityFaultException>().FirstOrDefault() is DensityFaultException fault)
        {
            // Not the cancellation of the others, which follows from it.
            throw fault;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new DensityFaultException(FailureCause.Timeout, $"of {instances} instances started at once {tasks.Count(static one => one.IsCompletedSuccessfully)} had answered after {limit.TotalSeconds:0} s");
        }
        finally
        {
            await Task.WhenAll(started.Select(static host => host.DisposeAsync().AsTask()));
        }

        async Task StartAsync(int index)
        {
            await gate.Task;
            string name = $"instance {index + 1} of {instances} at once";
            IFunctionHost host = make();
            started.Add(host);
            try
            {
                await host.StartAsync(stop.Token);
                await new TripleMessage().SendAsync(host, index, name, stop.Token);
            }
            catch (Exception e) when (e is FunctionFaultException or DensityFaultException)
            {
                await stop.CancelAsync();
                throw e as DensityFaultException ?? new DensityFaultException(FailureCause.Launch, $"{name}: {e.Message}", inner: e);
            }
        }
    }
}
