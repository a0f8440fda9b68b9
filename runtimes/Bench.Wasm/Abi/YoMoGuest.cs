using System.Diagnostics;
using Bench.Inference;

namespace Bench.Wasm;

/// <summary>A module with guest ABI 2 in this process, and what the ABI's imports do. One call at a time; after a <see cref="GuestFaultException"/> it can only be disposed of.</summary>
public abstract class YoMoGuest : IGuestMemory, IDisposable
{
    private readonly List<byte> _observed = [];
    private IGuestMessage? _message;
    private long _deadline;

    /// <param name="networks">Disposed of with the guest.</param>
    private protected YoMoGuest(GuestLimits limits, WasiNn? networks) => (Limits, Networks) = (limits, networks);

    public IReadOnlyList<byte> ObservedTags => _observed;

    /// <summary>When the last call's guest first asked the host for something, in stopwatch ticks: the engine's way in is over by then. 0 when it never did.</summary>
    public long Entered { get; private set; }

    /// <summary>When its last reply had been taken over, or, without one, when the call was over.</summary>
    public long Left { get; private set; }

    /// <summary>What its <c>wasi_ephemeral_nn</c> does; null for a module that does not import it.</summary>
    public WasiNn? Networks { get; }

    private protected GuestLimits Limits { get; }

    /// <summary>What a callback threw: it must not pass through the guest's frames, so it waits here for the end of the call.</summary>
    private protected Exception? Pending { get; set; }

    /// <summary>Stopwatch ticks after which the call under way is stopped; 0 between calls.</summary>
    internal long DeadlineAt => Volatile.Read(ref _deadline);

    /// <exception cref="GuestFaultException">The message is lost, and the guest with it.</exception>
    public void Handle(IGuestMessage message)
    {
        _message = message;
        Entered = Left = 0;
        try
        {
            Run(GuestFunction.Handler);
            if (Left == 0 && Entered != 0)
                Left = Stopwatch.GetTimestamp();
        }
        finally
        {
            _message = null;
        }
    }

    /// <summary>Makes the call under way end soon with a fault. From another thread; called under <see cref="GuestDeadlines"/>'s lock, so never after the end.</summary>
    internal void Stop()
    {
        StopCode();
        Networks?.Stop();
    }

    public void Dispose()
    {
        GuestDeadlines.Remove(this);
        Free();
        Networks?.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected abstract void Free();

    /// <summary>Ends the guest's own code; what the host computes for it ends by itself.</summary>
    private protected abstract void StopCode();

    /// <returns>Null when the call came to its end, otherwise why not. Its result is in <paramref name="result"/> for functions that have one.</returns>
    private protected abstract string? Call(GuestFunction function, out int result);

    private protected abstract bool Has(GuestFunction function);

    /// <inheritdoc/>
    public abstract bool TryMemory(uint address, uint length, out Span<byte> bytes);

    private protected abstract long MemoryBytes { get; }

    /// <summary>Whether the reason that <see cref="Call"/> gave last was the count of instructions.</summary>
    private protected virtual bool RanOutOfInstructions => false;

    /// <summary>Runs what a guest runs once, before the first message.</summary>
    private protected void Initialize()
    {
        GuestDeadlines.Add(this);
        if (Has(GuestFunction.Initialize))
            Run(GuestFunction.Initialize);
        if (Has(GuestFunction.Init) && Run(GuestFunction.Init) is int answer and not 0)
            throw new GuestFaultException(GuestFault.Refused, $"{YoMoAbi.Init} refused with {answer}");
        Run(GuestFunction.Observe);
    }

    /// <summary>yomo_observe_datatag.</summary>
    internal void ObserveTag(uint tag)
    {
        if (tag > YoMoAbi.HighestTag)
            throw new GuestFaultException(GuestFault.Refused, $"it observes the tag 0x{tag:x}; tags end at 0x{YoMoAbi.HighestTag:x}");
        if (!_observed.Contains((byte)tag))
            _observed.Add((byte)tag);
    }

    /// <summary>yomo_context_tag.</summary>
    internal uint ContextTag()
    {
        Enter();
        return _message?.Tag ?? 0;
    }

    /// <summary>yomo_context_data_size.</summary>
    internal uint ContextSize()
    {
        Enter();
        return (uint)(_message?.Data.Length ?? 0);
    }

    /// <summary>yomo_context_data.</summary>
    internal uint ContextData(uint address, uint limit)
    {
        uint size = ContextSize();
        if (size == 0 || size > limit || !TryMemory(address, size, out Span<byte> room))
            return 0;
        _message!.Data.CopyTo(room);
        return size;
    }

    /// <summary>yomo_write.</summary>
    internal uint Write(uint tag, uint address, uint length)
    {
        if (!TryMemory(address, length, out Span<byte> data))
            return 1;
        Enter();
        bool taken = tag <= YoMoAbi.HighestTag && _message is not null && _message.TryReply((byte)tag, data);
        Left = Stopwatch.GetTimestamp();
        return taken ? 0u : 2u;
    }

    private void Enter()
    {
        if (Entered == 0)
            Entered = Stopwatch.GetTimestamp();
    }

    private int Run(GuestFunction function)
    {
        long begin = Stopwatch.GetTimestamp();
        long end = begin + (long)(Limits.Deadline.TotalSeconds * Stopwatch.Frequency);
        Volatile.Write(ref _deadline, end);
        string? trap = Call(function, out int result);
        Volatile.Write(ref _deadline, 0);
        if (Pending is Exception thrown)
            throw thrown as GuestFaultException ?? new GuestFaultException(GuestFault.Trap, $"the host failed: {thrown.Message}", thrown);
        // Also of a call that came to its end by itself just then: the stop may still be on its way, and would hit the next one.
        if (Stopwatch.GetTimestamp() > end)
            throw new GuestFaultException(GuestFault.Deadline, $"it took longer than {Limits.Deadline.TotalMilliseconds:0} ms");
        if (trap is null)
            return result;
        if (RanOutOfInstructions)
            throw new GuestFaultException(GuestFault.Limit, $"it took more than {Limits.CostLimit} instructions");
        // The engine only tells the guest that its memory may not grow; what a guest then does is to trap.
        long most = (long)Limits.Pages * GuestLimits.PageBytes;
        if (MemoryBytes >= most - (most / 8))
            throw new GuestFaultException(GuestFault.Limit, $"it failed with {MemoryBytes >> 10} KiB of memory, of {most >> 10} at most: {trap}");
        throw new GuestFaultException(GuestFault.Trap, trap);
    }
}

/// <summary>The functions of a guest that are called, in the order of the first calls.</summary>
internal enum GuestFunction
{
    Initialize,
    Init,
    Observe,
    Handler,
}
