using System.Buffers.Binary;
using Bench.Density;
using Bench.Streaming;

namespace Bench.Tests;

/// <summary>Hosts of triple whose memory, and whose end, a test decides.</summary>
internal sealed class FakeInstances : IMemoryMeter
{
    internal const long BaseBytes = 10_000;
    internal const long BytesEach = 100;

    private int _started, _alive;

    /// <summary>Instances that start before the host refuses.</summary>
    internal int Most { get; init; } = int.MaxValue;

    /// <summary>Number of the instance that has gone when it is called; 0 for none.</summary>
    internal int Dead { get; init; }

    /// <summary>What instances answer, as a multiple of the number.</summary>
    internal float Factor { get; init; } = 3;

    /// <summary>Completes an instance's start; null for at once.</summary>
    internal Func<int, CancellationToken, Task>? Starting { get; init; }

    internal int Alive => _alive;

    public MemoryUse Look() => new(BaseBytes + (BytesEach * _alive), 0, 0);

    internal IFunctionHost Make() => new Host(this);

    private sealed class Host(FakeInstances all) : IFunctionHost
    {
        private int _number;

        public IReadOnlyList<byte> ObservedTags => [0x33];

        public async ValueTask StartAsync(CancellationToken ct)
        {
            int number = Interlocked.Increment(ref all._started);
            if (all.Starting is not null)
                await all.Starting(number, ct);
            if (number > all.Most)
                throw new FunctionFaultException(FunctionFault.Refused, "there is no more room");
            _number = number;
            Interlocked.Increment(ref all._alive);
        }

        public ValueTask InvokeAsync(FunctionCall message, CancellationToken ct)
        {
            if (_number == all.Dead)
                throw new FunctionFaultException(FunctionFault.Died, "killed by signal 9");
            Span<byte> reply = stackalloc byte[sizeof(float)];
            BinaryPrimitives.WriteSingleBigEndian(reply, all.Factor * BinaryPrimitives.ReadSingleBigEndian(message.Data.Span));
            message.Reply(0x34, reply);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            if (_number > 0)
                Interlocked.Decrement(ref all._alive);
            _number = 0;
            return ValueTask.CompletedTask;
        }
    }
}
