using Bench.Hosts;
using Bench.Streaming;

namespace Bench.Tests;

/// <summary>What a host does whatever its worker is; the way to the worker is a fake.</summary>
public sealed class WorkerHostTests
{
    [Fact]
    public async Task A_worker_whose_way_took_all_the_time_to_start_gets_none_and_never_less()
    {
        Channel channel = new();
        await using WorkerHost host = new(new FunctionSpec { Function = "triple", StartDeadline = TimeSpan.FromTicks(1) }, logs: false, _ => ValueTask.FromResult<IWorkerChannel>(channel));
        FunctionFaultException refused = await Assert.ThrowsAsync<FunctionFaultException>(async () => await host.StartAsync(CancellationToken.None));
        Assert.Equal(FunctionFault.Refused, refused.Fault);
        Assert.Contains("does not start within", refused.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.Zero, channel.Deadline);
    }

    private sealed class Channel : IWorkerChannel
    {
        internal TimeSpan? Deadline { get; private set; }

        public ValueTask ExchangeAsync(ReadOnlyMemory<byte> bytes, WorkerReader answer, TimeSpan deadline, CancellationToken ct)
        {
            Deadline = deadline;
            throw new FunctionFaultException(FunctionFault.Deadline, "late");
        }

        public void Ready() { }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
