using Bench.Streaming;
using Bench.Wasm;

namespace Bench.Hosts;

/// <summary>A guest in this process. A call runs on the caller's thread.</summary>
internal sealed class GuestHost(FunctionSpec spec, Func<YoMoGuest> start) : IFunctionHost
{
    private readonly CallMessage _message = new(spec.ReplyBytes);
    private YoMoGuest? _guest;

    public IReadOnlyList<byte> ObservedTags => _guest?.ObservedTags ?? [];

    public ValueTask StartAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        try
        {
            _guest = start();
        }
        catch (GuestFaultException e)
        {
            throw Translate(e);
        }
        return ValueTask.CompletedTask;
    }

    public ValueTask InvokeAsync(FunctionCall message, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        YoMoGuest guest = _guest ?? throw new InvalidOperationException("the host has not been started");
        _message.Begin(message);
        try
        {
            guest.Handle(_message);
        }
        catch (GuestFaultException e)
        {
            throw _message.IsFull ? new FunctionFaultException(FunctionFault.Limit, $"its replies are larger than {spec.ReplyBytes} bytes", e) : Translate(e);
        }
        finally
        {
            _message.End();
        }
        if (_message.IsFull)
            throw new FunctionFaultException(FunctionFault.Limit, $"its replies are larger than {spec.ReplyBytes} bytes");
        message.MarkGuest(guest.Entered, guest.Left);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _guest?.Dispose();
        _guest = null;
        return ValueTask.CompletedTask;
    }

    internal static GuestLimits LimitsOf(FunctionSpec spec) => new(spec.MemoryBytes, spec.CostLimit, spec.Deadline);

    internal static FunctionFaultException Translate(GuestFaultException e) => new(e.Fault switch
    {
        GuestFault.Trap => FunctionFault.Trap,
        GuestFault.Limit => FunctionFault.Limit,
        GuestFault.Deadline => FunctionFault.Deadline,
        GuestFault.Refused => FunctionFault.Refused,
        _ => throw new ArgumentOutOfRangeException(nameof(e)),
    }, e.Message, e);
}
