namespace Bench.Streaming;

/// <summary>What became of a function's messages; counts only grow.</summary>
public sealed class FunctionStatistics
{
    private readonly long[] _faults = new long[Enum.GetValues<FunctionFault>().Length];
    private long _handled, _restarts;

    public long Handled => Volatile.Read(ref _handled);
    public long Restarts => Volatile.Read(ref _restarts);

    /// <summary>Messages that are lost, by cause; causes that did not occur are absent.</summary>
    public IReadOnlyDictionary<FunctionFault, long> Faults => Enum.GetValues<FunctionFault>()
        .Where(fault => Volatile.Read(ref _faults[(int)fault]) > 0)
        .ToDictionary(static fault => fault, fault => Volatile.Read(ref _faults[(int)fault]));

    internal void Count() => Interlocked.Increment(ref _handled);

    internal void Count(FunctionFault fault) => Interlocked.Increment(ref _faults[(int)fault]);

    internal void CountRestart() => Interlocked.Increment(ref _restarts);
}
